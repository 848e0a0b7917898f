using GraphQLParser.AST;

namespace Platform.ReadApi.Execution;

/// <summary>How large a document is once its fragments are written out; each fragment is looked at once.</summary>
internal sealed class Expansion
{
    private static readonly HashSet<string> IntrospectionListFields = ["fields", "interfaces", "possibleTypes", "inputFields"];

    private readonly GraphQLDocument _document;
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = [];
    private readonly Dictionary<string, Size> _known = [];

    public Expansion(GraphQLDocument document)
    {
        _document = document;
        foreach (var fragment in document.Definitions.OfType<GraphQLFragmentDefinition>())
            _fragments[fragment.FragmentName.Name.StringValue] = fragment;
    }

    /// <summary>The sum of all fields, and the extremes of the rest; fragments count even where nothing uses them.</summary>
    public Size Largest()
    {
        var total = default(Size);
        foreach (var definition in _document.Definitions)
            total = definition switch
            {
                GraphQLOperationDefinition operation => total.Beside(Of(operation.SelectionSet)),
                GraphQLFragmentDefinition fragment => total.Beside(Of(fragment.FragmentName.Name.StringValue) with { Roots = 0 }),
                _ => total,
            };
        return total;
    }

    private Size Of(GraphQLSelectionSet? set)
    {
        var size = default(Size);
        foreach (var selection in set?.Selections ?? [])
        {
            var part = selection switch
            {
                GraphQLField field => Field(field, Of(field.SelectionSet)),
                GraphQLInlineFragment inline => Of(inline.SelectionSet),
                GraphQLFragmentSpread spread => Of(spread.FragmentName.Name.StringValue),
                _ => default(Size),
            };
            size = size.Beside(part) with { Roots = Math.Min(int.MaxValue / 4, size.Roots + part.Roots) };
        }
        return size;
    }

    private static Size Field(GraphQLField field, Size inner)
    {
        var listed = IntrospectionListFields.Contains(field.Name.StringValue) ? 1 : 0;
        return new(inner.Fields + 1, inner.Depth + 1, 1, inner.IntrospectionLists + listed);
    }

    private Size Of(string fragment)
    {
        if (_known.TryGetValue(fragment, out var known))
            return known;
        _known[fragment] = default(Size); // a circle counts as nothing: a validation rule reports it
        if (!_fragments.TryGetValue(fragment, out var found))
            return default;
        var size = Of(found.SelectionSet);
        return _known[fragment] = size with { Fields = size.Fields + 1 };
    }

    /// <summary>Fields in all, nesting, fields at the root, and introspection lists within each other.</summary>
    internal readonly record struct Size(long Fields, int Depth, int Roots, int IntrospectionLists)
    {
        public Size Beside(Size other) => new(
            Math.Min(long.MaxValue / 4, Fields + other.Fields), Math.Max(Depth, other.Depth), Math.Max(Roots, other.Roots),
            Math.Max(IntrospectionLists, other.IntrospectionLists));
    }
}
