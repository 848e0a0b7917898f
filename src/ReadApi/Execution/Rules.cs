using GraphQL.Execution;
using GraphQL.Validation;
using GraphQLParser.AST;
using Platform.ReadApi.Transport;

namespace Platform.ReadApi.Execution;

/// <summary>A mutation or subscription came with GET.</summary>
internal sealed class WrongMethodError() : ValidationError("Only queries may be sent with GET; use POST.");

/// <summary>GET runs queries only. A rule, because only validation knows the selected operation; also for cached documents.</summary>
internal sealed class GetRunsQueriesOnly : ValidationRuleBase
{
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        if (context.UserContext.TryGetValue(Runner.WayKey, out var way) && way is Way.Get && context.Operation.Operation != OperationType.Query)
            context.ReportError(new WrongMethodError());
        return default;
    }
}
