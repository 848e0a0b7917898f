using Marten;
using Platform.Contracts.Ingestion;
using Platform.Ingest.Import;

namespace Platform.Ingest.Quotas;

/// <summary>What happened to one event, or to several at once, for the counters.</summary>
/// <param name="Detail">What tells several of a kind apart; empty where nothing does.</param>
/// <param name="At">When the collector had it.</param>
internal sealed record Count(string Tenant, string Source, string Kind, string Detail, DateTimeOffset At)
{
    public const string Stored = "stored";
    public const string Duplicate = "duplicate";
    public const string Late = "late";
    public const string Dropped = "dropped";
    public const string Violation = "violation";

    /// <summary>An event is late when it is received this long after it happened; what is imported is history, and not late.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromHours(1);

    private const int LongestLine = 200;

    /// <summary>The counts of a stored event.</summary>
    public static IEnumerable<Count> OfStored(AcceptedEvent accepted)
    {
        var origin = accepted.Event.Origin;
        yield return new Count(accepted.Tenant, origin.Source, Stored, "", origin.ReceivedAt);
        if (origin.ReceivedAt - origin.OccurredAt > LateAfter && origin.Source != ImportOrder.SourceName)
            yield return new Count(accepted.Tenant, origin.Source, Late, "", origin.ReceivedAt);
        foreach (var violation in accepted.Violations)
            yield return OfViolation(accepted.Tenant, origin.Source, violation, origin.ReceivedAt);
    }

    /// <summary>The count of an event that was stored before.</summary>
    public static Count OfDuplicate(AcceptedEvent accepted) =>
        new(accepted.Tenant, accepted.Event.Origin.Source, Duplicate, "", accepted.Event.Origin.ReceivedAt);

    /// <summary>The counts of a refused event.</summary>
    public static IEnumerable<Count> OfRefused(RefusedEvent refused) =>
    [
        new(refused.Tenant, refused.Letter.Source ?? "", Dropped, refused.Letter.Reason.ToString(), refused.Letter.ReceivedAt),
        .. refused.Violations.Select(violation => OfViolation(refused.Tenant, refused.Letter.Source ?? "", violation, refused.Letter.ReceivedAt)),
    ];

    // Three lines. Cut, so that the table's key stays below what an index takes, whatever a property is called.
    private static Count OfViolation(string tenant, string source, PlanViolation violation, DateTimeOffset at) =>
        new(tenant, source, Violation, $"{Line(violation.Event)}\n{Line(violation.Property)}\n{Line(violation.Expected)}", at);

    private static string Line(string text)
    {
        var line = text.AsSpan(0, Math.Min(text.Length, LongestLine)).ToString().ReplaceLineEndings(" ");
        return line.Length > 0 && char.IsHighSurrogate(line[^1]) ? line[..^1] : line;
    }
}

/// <summary>Adds a batch's counts to the counters in the batch's own transaction: exact whatever fails, on however many nodes.</summary>
internal static class Metering
{
    // Sixteen parts at most; rows of one part are written by one connection at a time, as good as always.
    private const string AddCounts =
        """
        insert into ingest.counts (tenant, source, hour, kind, detail, shard, events, last_at)
        select tenant, source, hour, kind, detail, pg_backend_pid() % 16, events, last_at
        from unnest(?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::bigint[], ?::timestamptz[])
            as given (tenant, source, hour, kind, detail, events, last_at)
        order by tenant, source, hour, kind, detail
        on conflict (tenant, source, hour, kind, detail, shard) do update
            set events = counts.events + excluded.events, last_at = greatest(counts.last_at, excluded.last_at)
        """;

    private const string AddMonths =
        """
        insert into ingest.usage_month (tenant, source, month, shard, events)
        select tenant, source, month, pg_backend_pid() % 16, events
        from unnest(?::text[], ?::text[], ?::timestamptz[], ?::bigint[]) as given (tenant, source, month, events)
        order by tenant, source, month
        on conflict (tenant, source, month, shard) do update set events = usage_month.events + excluded.events
        """;

    public static void Queue(IDocumentSession session, IReadOnlyCollection<Count> counts)
    {
        if (counts.Count == 0)
            return;
        var hours = counts.GroupBy(count => (count.Tenant, count.Source, Hour: Periods.Hour(count.At), count.Kind, count.Detail)).ToList();
        session.QueueSqlCommand(AddCounts,
            hours.Select(hour => hour.Key.Tenant).ToArray(), hours.Select(hour => hour.Key.Source).ToArray(), hours.Select(hour => hour.Key.Hour).ToArray(),
            hours.Select(hour => hour.Key.Kind).ToArray(), hours.Select(hour => hour.Key.Detail).ToArray(),
            hours.Select(hour => hour.LongCount()).ToArray(), hours.Select(hour => hour.Max(count => count.At)).ToArray());
        var months = counts.Where(count => count.Kind == Count.Stored).GroupBy(count => (count.Tenant, count.Source, Month: Periods.Month(count.At))).ToList();
        if (months.Count > 0)
            session.QueueSqlCommand(AddMonths,
                months.Select(month => month.Key.Tenant).ToArray(), months.Select(month => month.Key.Source).ToArray(),
                months.Select(month => month.Key.Month).ToArray(), months.Select(month => month.LongCount()).ToArray());
    }
}
