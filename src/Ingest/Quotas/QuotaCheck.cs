using Marten;
using Npgsql;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Quotas;

/// <summary>
/// The last word on quotas, spoken in the storing transaction: under a lock of the source it reads what is stored, so no more
/// than the limit is ever stored, on however many nodes. Sources without limits take no lock.
/// </summary>
internal static class QuotaCheck
{
    private const string AddMinutes =
        """
        insert into ingest.usage_minute (tenant, source, minute, events) values (?, ?, ?, ?)
        on conflict (tenant, source, minute) do update set events = usage_minute.events + excluded.events
        """;

    private const string ForgetMinutes = "delete from ingest.usage_minute where tenant = ? and source = ? and minute < ?";

    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    /// <summary>Refuses what exceeds its source's limits.</summary>
    public static async Task<(List<OverruledEvent> Overruled, List<SourceUsage> Usage)> RunAsync(
        IDocumentSession session, IReadOnlyList<AcceptedEvent> fresh, ISourceDirectory sources, CancellationToken cancellation)
    {
        var (overruled, usage) = (new List<OverruledEvent>(), new List<SourceUsage>());
        var bySource = fresh.GroupBy(accepted => (accepted.Tenant, accepted.Event.Origin.Source))
            .OrderBy(source => source.Key.Tenant, StringComparer.Ordinal).ThenBy(source => source.Key.Source, StringComparer.Ordinal);
        foreach (var source in bySource)
        {
            var rules = await sources.RulesAsync(source.Key.Tenant, source.Key.Source, cancellation);
            if (!rules.IsLimited)
                continue;
            await LockAsync(session, source.Key.Tenant, source.Key.Source, cancellation);
            foreach (var minute in source.GroupBy(accepted => Periods.Minute(accepted.Event.Origin.ReceivedAt)).OrderBy(minute => minute.Key))
            {
                var before = await UsageQuery.ReadAsync(session, source.Key.Tenant, source.Key.Source, minute.Key, cancellation);
                var counted = usage.Where(other => other.Source == before.Source && other.Tenant == before.Tenant && other.Month == before.Month).Sum(other => other.MonthEvents);
                var after = Decide(rules, before with { MonthEvents = Math.Max(before.MonthEvents, counted) }, minute, overruled);
                usage.RemoveAll(other => other.Source == after.Source && other.Tenant == after.Tenant);
                usage.Add(after);
                if (rules.EventsPerMinute is not null && after.MinuteEvents > before.MinuteEvents)
                    session.QueueSqlCommand(AddMinutes, after.Tenant, after.Source, after.Minute, after.MinuteEvents - before.MinuteEvents);
                session.QueueSqlCommand(ForgetMinutes, after.Tenant, after.Source, after.Minute - Remembered);
            }
        }
        return (overruled, usage);
    }

    private static SourceUsage Decide(SourceRules rules, SourceUsage usage, IEnumerable<AcceptedEvent> events, List<OverruledEvent> overruled)
    {
        foreach (var accepted in events)
        {
            var quota = new Quota(rules, usage);
            if (quota.IsExhausted(usage.Minute))
                overruled.Add(new OverruledEvent(accepted, DropReason.QuotaExceeded, quota.Explain(usage.Minute)));
            else
                usage = usage with { MinuteEvents = usage.MinuteEvents + 1, MonthEvents = usage.MonthEvents + 1 };
        }
        return usage;
    }

    // A statement of its own: the next one must see what the lock's last holder committed.
    private static async Task LockAsync(IDocumentSession session, string tenant, string source, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 7))");
        command.Parameters.Add(new() { Value = $"{tenant}\n{source}" });
        await session.ExecuteAsync(command, cancellation);
    }
}
