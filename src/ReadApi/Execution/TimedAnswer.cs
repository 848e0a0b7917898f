using System.Diagnostics;
using System.Diagnostics.Metrics;
using GraphQL;
using GraphQLParser.AST;
using Platform.Contracts;

namespace Platform.ReadApi.Execution;

/// <summary>Measures one operation from validation to its result; what ends without one has failed.</summary>
internal sealed class TimedAnswer(GraphQLDocument document) : IDisposable
{
    private static readonly Histogram<double> Duration =
        Instruments.ReadApi.CreateHistogram<double>("platform.query.duration", "s", "Time to answer a GraphQL operation, or to open a subscription.");

    private readonly long _started = Stopwatch.GetTimestamp();
    private string _outcome = "failed";

    public ExecutionResult Ended(ExecutionResult result)
    {
        _outcome = result.Errors is { Count: > 0 } ? "errors" : "answered";
        return result;
    }

    public void Dispose() => Duration.Record(
        Stopwatch.GetElapsedTime(_started).TotalSeconds,
        new("operation", document.Definitions.OfType<GraphQLOperationDefinition>().FirstOrDefault() switch
        {
            { Operation: OperationType.Mutation } => "mutation",
            { Operation: OperationType.Subscription } => "subscription",
            _ => "query",
        }),
        new("outcome", _outcome));
}
