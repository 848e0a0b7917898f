using Marten;
using Platform.Contracts.Anomalies;

namespace Platform.Ml.Watching;

/// <summary>Notes that somebody looks after an anomaly; again, with nothing new to say, changes nothing.</summary>
public static class AcknowledgeAnomalyHandler
{
    /// <summary>Runs in one transaction with its checks.</summary>
    public static async Task<AnomalyAnswer> Handle(AcknowledgeAnomaly command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var anomaly = await session.LoadAsync<Anomaly>(command.Id, cancellation);
        if (anomaly is null || anomaly.Tenant != command.Tenant)
            return AnomalyDecision.Unknown;
        return AnomalyDecision.Append(session, anomaly, anomaly.Status == AnomalyStatus.Open || command.Note is not null && command.Note != anomaly.Note
            ? [new AnomalyAcknowledged(command.Note, command.By, clock.GetUtcNow())]
            : []);
    }
}

/// <summary>Notes that an anomaly is none, which the detector learns.</summary>
public static class DismissAnomalyHandler
{
    /// <summary>Runs in one transaction with its checks.</summary>
    public static async Task<AnomalyAnswer> Handle(DismissAnomaly command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var anomaly = await session.LoadAsync<Anomaly>(command.Id, cancellation);
        if (anomaly is null || anomaly.Tenant != command.Tenant)
            return AnomalyDecision.Unknown;
        return AnomalyDecision.Append(session, anomaly, anomaly.DismissedAt is null ? [new AnomalyDismissed(command.Note, command.By, clock.GetUtcNow())] : []);
    }
}

internal static class AnomalyDecision
{
    public static readonly AnomalyAnswer Unknown = new("There is no such anomaly.");

    public static AnomalyAnswer Append(IDocumentSession session, Anomaly anomaly, IReadOnlyList<object> events)
    {
        if (events.Count > 0)
            session.Events.Append(anomaly.Id, events);
        return new AnomalyAnswer(null, events.Aggregate(anomaly, (before, happened) => Anomaly.Evolve(before, before.Id, happened)!));
    }
}
