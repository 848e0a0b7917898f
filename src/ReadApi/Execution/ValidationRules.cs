using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Complexity;
using GraphQL.Validation.Rules.Custom;
using GraphQLParser.AST;
using Microsoft.Extensions.Options;
using Platform.ReadApi.Settings;

namespace Platform.ReadApi.Execution;

/// <summary>The rules of a document's first validation, and those that depend on the request and run for cached documents as well.</summary>
public sealed class ValidationRules
{
    /// <summary>From the settings.</summary>
    public ValidationRules(IOptions<GraphQLSettings> settings)
    {
        var limits = new ComplexityOptions { MaxDepth = null, MaxComplexity = settings.Value.MaxComplexity, DefaultListImpactMultiplier = 20 };
        var normal = limits.DefaultComplexityImpactDelegate;
        // Introspection answers from memory and its size is bounded by the guard: it would exceed any sensible limit.
        limits.DefaultComplexityImpactDelegate = field => IsIntrospection(field.ParentType.Name) || IsIntrospection(field.FieldDefinition.Name)
            ? new FieldComplexityResult(0, 0)
            : normal(field);
        EveryTime = [new OperationKind(), new AdminFields(settings.Value.Introspection), new ComplexityValidationRule(limits)];
        FirstTime = [.. DocumentValidator.CoreRules, .. EveryTime];
    }

    /// <summary>Rules for a document that was valid before.</summary>
    public IReadOnlyList<IValidationRule> EveryTime { get; }

    /// <summary>Rules for a document that is new.</summary>
    public IReadOnlyList<IValidationRule> FirstTime { get; }

    private static bool IsIntrospection(string name) => name.StartsWith("__", StringComparison.Ordinal);

    /// <summary>GET must not change anything, so it runs queries only.</summary>
    private sealed class OperationKind : ValidationRuleBase
    {
        public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
        {
            if (context.UserContext is OperationContext { QueriesOnly: true } && context.Operation.Operation == OperationType.Mutation)
                context.ReportError(new MethodError());
            return default;
        }
    }

    /// <summary>Fields marked for administrators, and the schema itself where the settings say so.</summary>
    private sealed class AdminFields(Introspection introspection) : ValidationRuleBase
    {
        public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) =>
            context.User?.IsInRole("admin") == true ? default : new(new MatchingNodeVisitor<GraphQLField>((node, current) =>
            {
                var field = current.TypeInfo.GetFieldDef();
                if (field?.GetRoles()?.Contains("admin") == true || (introspection == Introspection.Admins && node.Name.StringValue is "__schema" or "__type"))
                    current.ReportError(new AccessError(node.Name.StringValue));
            }));
    }
}

/// <summary>A mutation by GET.</summary>
public sealed class MethodError : ValidationError
{
    /// <summary>A mutation by GET.</summary>
    public MethodError() : base("Only queries may be sent by GET; use POST.") => Code = "METHOD_NOT_ALLOWED";
}

/// <summary>A field that the viewer may not ask for.</summary>
public sealed class AccessError : ValidationError
{
    /// <summary>A field that the viewer may not ask for.</summary>
    public AccessError(string field) : base($"Only administrators may ask for \"{field}\".") => Code = "FORBIDDEN";
}
