using GraphQL.Execution;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using GraphQLParser.Visitors;
using Microsoft.Extensions.Options;
using Platform.ReadApi.Settings;

namespace Platform.ReadApi.Execution;

/// <summary>
/// Parses, and refuses in linear time what would keep the validation rules busy: they are quadratic in repeated fields, and
/// exponential in fragments that spread each other twice, long before any complexity rule looks.
/// </summary>
public sealed class DocumentGuard(IOptions<GraphQLSettings> settings)
{
    private const int MaxSyntaxDepth = 128;
    private const int MaxIntrospectionLists = 2;

    private readonly GraphQLDocumentBuilder _parser = new() { MaxDepth = MaxSyntaxDepth };

    /// <summary>The parsed document.</summary>
    /// <exception cref="Refusal">It is too long, too deep or too large.</exception>
    /// <exception cref="GraphQL.Execution.DocumentError">It is not GraphQL.</exception>
    public GraphQLDocument Parse(string text)
    {
        var limits = settings.Value;
        if (text.Length > limits.MaxDocumentLength)
            throw TooComplex($"The document is longer than {limits.MaxDocumentLength} characters.");
        GraphQLDocument document;
        try
        {
            document = _parser.Build(text);
        }
        catch (GraphQLMaxDepthExceededException)
        {
            throw TooComplex("The document is nested too deeply.");
        }
        if (NodeCount.Of(document) > limits.MaxNodes)
            throw TooComplex($"The document has more than {limits.MaxNodes} parts.");
        var size = new Expansion(document).Largest();
        if (size.Fields > limits.MaxFields)
            throw TooComplex($"The document selects more than {limits.MaxFields} fields.");
        if (size.Roots > limits.MaxRootFields)
            throw TooComplex($"The operation asks more than {limits.MaxRootFields} questions at once.");
        if (size.Depth > limits.MaxDepth)
            throw TooComplex($"The document is nested deeper than {limits.MaxDepth} fields.");
        if (size.IntrospectionLists > MaxIntrospectionLists)
            throw TooComplex("The introspection goes in circles.");
        return document;
    }

    private static Refusal TooComplex(string message) => new(RefusalCode.DocumentTooComplex, message);

    private sealed class NodeCount : ASTVisitor<NodeCount.Counter>
    {
        private static readonly NodeCount Visitor = new();

        public static int Of(GraphQLDocument document)
        {
            var counter = new Counter();
            Visitor.VisitAsync(document, counter).AsTask().GetAwaiter().GetResult(); // never waits: there is no I/O in it
            return counter.Nodes;
        }

        public override ValueTask VisitAsync(ASTNode? node, Counter context)
        {
            context.Nodes++;
            return base.VisitAsync(node, context);
        }

        public sealed class Counter : IASTVisitorContext
        {
            public int Nodes { get; set; }

            public CancellationToken CancellationToken => default;
        }
    }
}
