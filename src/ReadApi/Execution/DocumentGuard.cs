using GraphQL;
using GraphQL.DI;
using GraphQL.Execution;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace Platform.ReadApi.Execution;

/// <summary>
/// Refuses, in linear time and before validation, documents that validation would take minutes for: repeated fields are
/// quadratic there, fragments that spread the next one twice are exponential. Parses once and hands the document on.
/// </summary>
internal sealed class DocumentGuard(IDocumentBuilder builder) : IConfigureExecution
{
    private const int LongestDocument = 64_000;
    private const int MostFields = 2_000;
    private const int MostDefinitions = 100;

    /// <inheritdoc />
    public float SortOrder => 400;

    /// <inheritdoc />
    public Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        if (options.Document is null && options.Query is { } query)
            options.Document = Checked(query);
        return next(options);
    }

    private GraphQLDocument Checked(string query)
    {
        if (query.Length > LongestDocument)
            throw new RequestError($"The document is longer than {LongestDocument} characters.");
        GraphQLDocument document;
        try
        {
            document = builder.Build(query);
        }
        catch (GraphQLParserException nested) when (nested is GraphQLMaxDepthExceededException)
        {
            throw new RequestError("The document is nested too deeply.", nested);
        }
        if (document.Definitions.Count > MostDefinitions)
            throw new RequestError($"The document has more than {MostDefinitions} definitions.");
        if (new FieldCount(document).Total > MostFields)
            throw new RequestError($"The document selects more than {MostFields} fields.");
        return document;
    }

    /// <summary>How many fields a document selects with every fragment spread out; each fragment is counted once.</summary>
    private sealed class FieldCount
    {
        private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = [];
        private readonly Dictionary<string, long> _counted = [];

        public FieldCount(GraphQLDocument document)
        {
            foreach (var fragment in document.Definitions.OfType<GraphQLFragmentDefinition>())
                _fragments[fragment.FragmentName.Name.StringValue] = fragment;
            Total = document.Definitions.Sum(definition => definition switch
            {
                GraphQLOperationDefinition operation => Count(operation.SelectionSet),
                GraphQLFragmentDefinition fragment => Fragment(fragment.FragmentName.Name.StringValue),
                _ => 0,
            });
        }

        public long Total { get; }

        private long Fragment(string name)
        {
            if (_counted.TryGetValue(name, out var known))
                return known;
            _counted[name] = 0; // A cycle counts as nothing here: validation reports it.
            return _counted[name] = _fragments.TryGetValue(name, out var fragment) ? Count(fragment.SelectionSet) : 0;
        }

        private long Count(GraphQLSelectionSet? set) => set is null ? 0 : set.Selections.Aggregate(0L, (sum, selection) =>
            Math.Min(int.MaxValue, sum + ((selection as IHasDirectivesNode)?.Directives?.Count ?? 0) + selection switch
            {
                GraphQLField field => 1 + Count(field.SelectionSet),
                GraphQLInlineFragment inline => Count(inline.SelectionSet),
                GraphQLFragmentSpread spread => 1 + Fragment(spread.FragmentName.Name.StringValue),
                _ => 0,
            }));
    }
}
