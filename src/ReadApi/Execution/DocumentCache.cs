using GraphQLParser.AST;

namespace Platform.ReadApi.Execution;

/// <summary>Documents that were validated before. Two generations: what is asked again stays, the rest goes.</summary>
public sealed class DocumentCache
{
    private const int Generation = 500;
    private const int LongestKept = 20_000;

    private readonly Lock _gate = new();
    private Dictionary<string, GraphQLDocument> _young = [];
    private Dictionary<string, GraphQLDocument> _old = [];

    /// <summary>The document of this text, if it was valid before.</summary>
    public GraphQLDocument? Find(string text)
    {
        lock (_gate)
        {
            if (_young.TryGetValue(text, out var document))
                return document;
            if (!_old.TryGetValue(text, out document))
                return null;
            Keep(text, document);
            return document;
        }
    }

    /// <summary>Keeps a valid document.</summary>
    public void Add(string text, GraphQLDocument document)
    {
        if (text.Length > LongestKept)
            return;
        lock (_gate)
            Keep(text, document);
    }

    private void Keep(string text, GraphQLDocument document)
    {
        if (_young.Count >= Generation)
            (_old, _young) = (_young, []);
        _young[text] = document;
    }
}
