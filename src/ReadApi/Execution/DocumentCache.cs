using System.Collections.Concurrent;
using GraphQL;
using GraphQL.DI;
using GraphQLParser.AST;

namespace Platform.ReadApi.Execution;

/// <summary>Keeps documents that passed validation; rules that look at the request run for them all the same.</summary>
internal sealed class DocumentCache : IConfigureExecution
{
    private const int Capacity = 1_000;
    private const int Longest = 20_000;

    private readonly ConcurrentDictionary<string, GraphQLDocument> _documents = new();

    /// <inheritdoc />
    public float SortOrder => 300;

    /// <inheritdoc />
    public async Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        if (options.Document is not null || options.Query is not { Length: <= Longest } query)
            return await next(options);
        if (_documents.TryGetValue(query, out var known))
        {
            options.Document = known;
            options.ValidationRules = options.CachedDocumentValidationRules ?? [];
            return await next(options);
        }
        var result = await next(options);
        if (result is { Executed: true, Document: { } document })
        {
            if (_documents.Count >= Capacity)
                _documents.Clear();
            _documents[query] = document;
        }
        return result;
    }
}
