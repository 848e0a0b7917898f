using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;

namespace Platform.ReadApi.Execution;

/// <summary>Adds what explorers ask for and the library lacks: directives' <c>isRepeatable</c> and <c>args(includeDeprecated)</c>, types' <c>specifiedByURL</c>.</summary>
public sealed class IntrospectionCompletion : BaseSchemaNodeVisitor
{
    /// <inheritdoc />
    public override void VisitObject(IObjectGraphType type, ISchema schema)
    {
        if (type.Name == "__Directive")
        {
            var args = type.Fields.Find("args")!;
            if (args.Arguments?.Find("includeDeprecated") is null)
                (args.Arguments ??= []).Add(new QueryArgument<BooleanGraphType>
                {
                    Name = "includeDeprecated", DefaultValue = false, ResolvedType = schema.AllTypes["Boolean"],
                });
            if (type.Fields.Find("isRepeatable") is null)
                type.AddField(new FieldType
                {
                    Name = "isRepeatable",
                    ResolvedType = new NonNullGraphType(schema.AllTypes["Boolean"]!),
                    Resolver = new FuncFieldResolver<bool>(context => (context.Source as Directive)?.Repeatable == true),
                });
        }
        else if (type.Name == "__Type" && type.Fields.Find("specifiedByURL") is null)
        {
            type.AddField(new FieldType
            {
                Name = "specifiedByURL", ResolvedType = schema.AllTypes["String"], Resolver = new FuncFieldResolver<string?>(_ => null),
            });
        }
    }
}
