using GraphQL;
using Platform.Contracts.Anomalies;
using Anomaly = Platform.ReadApi.Anomalies.Anomaly;

namespace Platform.ReadApi.Schema;

public sealed partial class Mutation
{
    /// <summary>Says that somebody looks after an anomaly.</summary>
    public static Task<Anomaly> AcknowledgeAnomalyAsync(IResolveFieldContext context, [Id] string id, string? note = null, CancellationToken cancellation = default) =>
        HandleAsync(context, id, anomaly => new AcknowledgeAnomaly(Tenant(context), anomaly, note, By(context)), cancellation);

    /// <summary>Says that an anomaly is none. The detector learns that so much is not unusual of this series.</summary>
    public static Task<Anomaly> DismissAnomalyAsync(IResolveFieldContext context, [Id] string id, string? note = null, CancellationToken cancellation = default) =>
        HandleAsync(context, id, anomaly => new DismissAnomaly(Tenant(context), anomaly, note, By(context)), cancellation);

    private static async Task<Anomaly> HandleAsync(IResolveFieldContext context, string id, Func<Guid, object> command, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(id, "N", out var anomaly))
            throw Refused("There is no such anomaly.");
        var answer = await SendAsync<AnomalyAnswer>(context, command(anomaly), cancellation);
        return answer.Problem is { } problem ? throw Refused(problem) : Anomaly.Of(answer.Anomaly!);
    }
}
