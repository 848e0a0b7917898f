using Marten;
using Npgsql;

namespace Platform.ReadApi.Sources;

/// <summary>What a source has sent.</summary>
/// <param name="EventsThisMonth">Stored in the running calendar month (UTC), each once.</param>
/// <param name="LeftThisMonth">What its limit leaves; null when it has none.</param>
/// <param name="EventsLastDay">Stored in the last 24 full hours and the running one.</param>
/// <param name="Duplicates">Sent again after they were stored, in the same time.</param>
/// <param name="Dropped">Refused in the same time.</param>
/// <param name="LastReceivedAt">When its last event came; null when none ever did.</param>
/// <param name="Hourly">Stored by hour in the same time, the oldest first.</param>
public sealed record SourceUsage(
    long EventsThisMonth, long? LeftThisMonth, long EventsLastDay, long Duplicates, long Dropped, DateTimeOffset? LastReceivedAt, IReadOnlyList<long> Hourly);

/// <summary>Reads the counters that the storing transactions keep.</summary>
public sealed class UsageQuery(IDocumentStore store, TimeProvider clock)
{
    private const int Hours = 25;

    private const string Sql =
        """
        select coalesce((select sum(events)::bigint from ingest.usage_month where tenant = $1 and source = $2 and month = date_trunc('month', $3, 'UTC')), 0),
               (select max(last_at) from ingest.counts where tenant = $1 and source = $2 and kind in ('stored', 'duplicate')),
               coalesce((select sum(events)::bigint from ingest.counts where tenant = $1 and source = $2 and hour = any($4) and kind = 'duplicate'), 0),
               coalesce((select sum(events)::bigint from ingest.counts where tenant = $1 and source = $2 and hour = any($4) and kind = 'dropped'), 0),
               (select array_agg(coalesce((select sum(events)::bigint from ingest.counts c
                    where c.tenant = $1 and c.source = $2 and c.hour = asked.hour and c.kind = 'stored'), 0) order by asked.hour)
                from unnest($4) as asked (hour))
        """;

    /// <summary>The source's usage now.</summary>
    /// <param name="limit">Its limit a month, if it has one.</param>
    public async Task<SourceUsage> RunAsync(string tenant, string source, long? limit, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var hour = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerHour, TimeSpan.Zero);
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand(Sql);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = source });
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = Enumerable.Range(0, Hours).Select(back => hour.AddHours(-back)).ToArray() });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        await reader.ReadAsync(cancellation);
        var (month, hourly) = (reader.GetInt64(0), reader.GetFieldValue<long[]>(4));
        return new SourceUsage(month, limit is null ? null : Math.Max(0, limit.Value - month), hourly.Sum(), reader.GetInt64(2), reader.GetInt64(3),
            await reader.IsDBNullAsync(1, cancellation) ? null : reader.GetFieldValue<DateTimeOffset>(1), hourly);
    }
}
