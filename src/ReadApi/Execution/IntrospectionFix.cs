using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;

namespace Platform.ReadApi.Execution;

/// <summary>Adds what current tools ask of introspection and GraphQL.NET 8 lacks.</summary>
internal sealed class IntrospectionFix : BaseSchemaNodeVisitor
{
    public override void VisitObject(IObjectGraphType type, ISchema schema)
    {
        var boolean = schema.AllTypes["Boolean"]!;
        if (type.Name == "__Directive" && type.Fields.Find("isRepeatable") is null)
        {
            type.AddField(new FieldType
            {
                Name = "isRepeatable",
                ResolvedType = new NonNullGraphType(boolean),
                Resolver = new FuncFieldResolver<bool>(context => (context.Source as Directive)?.Repeatable == true),
            });
            if (type.Fields.Find("args") is { } args && args.Arguments?.Find("includeDeprecated") is null)
                (args.Arguments ??= []).Add(new QueryArgument<BooleanGraphType> { Name = "includeDeprecated", DefaultValue = false, ResolvedType = boolean });
        }
        if (type.Name == "__Type" && type.Fields.Find("specifiedByURL") is null)
            type.AddField(new FieldType
            {
                Name = "specifiedByURL",
                ResolvedType = schema.AllTypes["String"],
                Resolver = new FuncFieldResolver<string?>(context => (context.Source as IProvideMetadata)?.GetMetadata<string?>("specifiedBy", () => null)),
            });
    }
}
