using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using Platform.Projections.Reading;

namespace Platform.Projections.Rollups;

/// <summary>Events per name and minute of valid time. A late event changes its own minute and no other.</summary>
public sealed class RollupProjection : IProjection
{
    /// <summary>The projection's name.</summary>
    public const string Name = "rollups";

    internal static readonly ReadTable Table = new("rollup_minute", ["name", "minute"],
        ("name", "text"), ("minute", "timestamptz"), ("events", "bigint"));

    private const string Upsert =
        """
        insert into read.rollup_minute (tenant, name, minute, events)
        select * from unnest(?::text[], ?::text[], ?::timestamptz[], ?::bigint[])
        on conflict (tenant, name, minute) do update set events = rollup_minute.events + excluded.events
        """;

    /// <inheritdoc />
    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        var minutes = events.VisitorEvents()
            .GroupBy(item => (item.Stored.TenantId, item.Event.Name, Minute: Minute(item.Event.Origin.OccurredAt)))
            .OrderBy(minute => minute.Key)
            .ToList();
        if (minutes.Count > 0)
            operations.QueueSqlCommand(Upsert,
                minutes.Select(minute => minute.Key.TenantId).ToArray(), minutes.Select(minute => minute.Key.Name).ToArray(),
                minutes.Select(minute => minute.Key.Minute).ToArray(), minutes.Select(minute => minute.LongCount()).ToArray());
        return Task.CompletedTask;
    }

    private static DateTimeOffset Minute(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
