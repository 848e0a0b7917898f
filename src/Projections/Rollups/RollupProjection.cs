using Platform.Projections.Reading;

namespace Platform.Projections.Rollups;

/// <summary>Events per name and minute of valid time. A late event changes its own minute and no other.</summary>
internal sealed class RollupProjection : IReadModel
{
    public const string ProjectionName = "rollups";

    internal static readonly ReadTable Table = new("rollup_minute", ["name", "minute"],
        ("name", "text"), ("minute", "timestamptz"), ("events", "bigint"));

    private static string Upsert(string schema) =>
        $"""
        insert into {schema}.rollup_minute (tenant, name, minute, events)
        select * from unnest(?::text[], ?::text[], ?::timestamptz[], ?::bigint[])
        on conflict (tenant, name, minute) do update set events = rollup_minute.events + excluded.events
        """;

    /// <inheritdoc />
    public string Name => ProjectionName;

    /// <inheritdoc />
    public IReadOnlyList<ReadTable> Tables { get; } = [Table];

    /// <inheritdoc />
    public Task ApplyAsync(IReadModelTarget target, IReadOnlyList<PageEvent> page, CancellationToken cancellation)
    {
        var minutes = page
            .GroupBy(item => (item.Tenant, item.Event.Name, Minute: Minute(item.Event.Origin.OccurredAt)))
            .OrderBy(minute => minute.Key)
            .ToList();
        if (minutes.Count > 0)
            target.Queue(Upsert(target.Schema),
                minutes.Select(minute => minute.Key.Tenant).ToArray(), minutes.Select(minute => minute.Key.Name).ToArray(),
                minutes.Select(minute => minute.Key.Minute).ToArray(), minutes.Select(minute => minute.LongCount()).ToArray());
        return Task.CompletedTask;
    }

    private static DateTimeOffset Minute(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
