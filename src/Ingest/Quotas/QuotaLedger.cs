using System.Collections.Concurrent;
using Marten;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Quotas;

/// <summary>
/// What limited sources have used, as this node last heard from the store: enough to send away at the door what has no chance.
/// The storing transaction has the last word.
/// </summary>
public sealed class QuotaLedger(IDocumentStore store, TimeProvider clock) : IEventsStoredListener
{
    // Other nodes store as well: what was heard is true for a short while only.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(string Tenant, string Source), (SourceUsage Usage, long HeardAt)> _heard = new();

    /// <summary>The source's quota now; null when it has no limit.</summary>
    public async ValueTask<Quota?> CurrentAsync(ResolvedSource source, DateTimeOffset now)
    {
        if (!source.Rules.IsLimited)
            return null;
        if (_heard.TryGetValue((source.Tenant, source.Name), out var heard) && clock.GetElapsedTime(heard.HeardAt) < Fresh)
            return new Quota(source.Rules, heard.Usage);
        await using var session = store.QuerySession();
        var usage = await UsageQuery.ReadAsync(session, source.Tenant, source.Name, now, CancellationToken.None);
        _heard[(source.Tenant, source.Name)] = (usage, clock.GetTimestamp());
        return new Quota(source.Rules, usage);
    }

    /// <inheritdoc />
    public void OnStored(EventsStored stored)
    {
        foreach (var usage in stored.Usage)
            _heard[(usage.Tenant, usage.Source)] = (usage, clock.GetTimestamp());
    }
}
