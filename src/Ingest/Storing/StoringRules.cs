using Marten;
using Microsoft.Extensions.Options;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;
using Platform.Ingest.Identity;
using Platform.Ingest.Quotas;

namespace Platform.Ingest.Storing;

/// <summary>The rules that only the storing transaction can decide exactly, because they count what is stored.</summary>
public sealed class StoringRules(ISourceDirectory sources, FloodGate flood, IOptions<IngestOptions> options)
{
    /// <summary>Whether a letter of what is refused is kept; beyond a number a minute what exceeds a quota is only counted.</summary>
    public bool Keeps(OverruledEvent overruled) =>
        overruled.Reason != DropReason.QuotaExceeded || flood.Admits(overruled.Accepted.Tenant, overruled.Accepted.Event.Origin.Source);

    /// <summary>What of the new events may not be stored, and what limited sources have used afterwards.</summary>
    public async Task<(IReadOnlyList<OverruledEvent> Overruled, IReadOnlyList<SourceUsage> Usage)> DecideAsync(
        IDocumentSession session, IReadOnlyList<AcceptedEvent> fresh, CancellationToken cancellation)
    {
        var joins = await JoinCheck.RunAsync(session, fresh, options.Value.MaxJoinsPerMinute, cancellation);
        var left = joins.Count == 0 ? fresh : [.. fresh.Except(joins.Select(item => item.Accepted), ReferenceEqualityComparer.Instance).Cast<AcceptedEvent>()];
        var (quotas, usage) = await QuotaCheck.RunAsync(session, left, sources, cancellation);
        return ([.. joins, .. quotas], usage);
    }
}
