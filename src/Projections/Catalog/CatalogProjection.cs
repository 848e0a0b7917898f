using System.Text.Json;
using Platform.Projections.Reading;

namespace Platform.Projections.Catalog;

/// <summary>Which names and properties were seen, how often, when, and with what kinds of values.</summary>
internal sealed class CatalogProjection : IReadModel
{
    public const string ProjectionName = "catalog";

    internal static readonly ReadTable Events = new("catalog_events", ["name"],
        ("name", "text"), ("volume", "bigint"), ("first_seen", "timestamptz"), ("last_seen", "timestamptz"));

    internal static readonly ReadTable Properties = new("catalog_properties", ["name", "event"],
        ("name", "text"), ("event", "text"), ("kinds", "integer"), ("volume", "bigint"), ("sample", "jsonb"));

    private const int Samples = 5;
    private const int LongestSample = 40;
    private const int LongestName = 100;

    private static string UpsertEvents(string schema) =>
        $"""
        insert into {schema}.catalog_events (tenant, name, volume, first_seen, last_seen)
        select * from unnest(?::text[], ?::text[], ?::bigint[], ?::timestamptz[], ?::timestamptz[])
        on conflict (tenant, name) do update set volume = catalog_events.volume + excluded.volume,
            first_seen = least(catalog_events.first_seen, excluded.first_seen),
            last_seen = greatest(catalog_events.last_seen, excluded.last_seen)
        """;

    // Samples are the first distinct values in order of sequence, so that paging does not change them.
    private static string UpsertProperties(string schema) =>
        $"""
        insert into {schema}.catalog_properties (tenant, name, event, kinds, volume, sample)
        select * from unnest(?::text[], ?::text[], ?::text[], ?::integer[], ?::bigint[], ?::jsonb[])
        on conflict (tenant, name, event) do update set kinds = catalog_properties.kinds | excluded.kinds,
            volume = catalog_properties.volume + excluded.volume,
            sample = case when jsonb_array_length(catalog_properties.sample) >= 5 then catalog_properties.sample else (
                select coalesce(jsonb_agg(value order by place), '[]'::jsonb) from (
                    select value, min(place) as place
                    from jsonb_array_elements(catalog_properties.sample || excluded.sample) with ordinality as given (value, place)
                    group by value order by min(place) limit 5) as kept) end
        """;

    /// <inheritdoc />
    public string Name => ProjectionName;

    /// <inheritdoc />
    public IReadOnlyList<ReadTable> Tables { get; } = [Events, Properties];

    /// <inheritdoc />
    public Task ApplyAsync(IReadModelTarget target, IReadOnlyList<PageEvent> page, CancellationToken cancellation)
    {
        var names = new SortedDictionary<(string Tenant, string Name), (long Volume, DateTimeOffset First, DateTimeOffset Last)>();
        var properties = new SortedDictionary<(string Tenant, string Name, string Event), Seen>();
        foreach (var stored in page)
        {
            var happened = stored.Event;
            var at = happened.Origin.OccurredAt;
            var key = (stored.Tenant, happened.Name);
            names[key] = names.TryGetValue(key, out var name)
                ? (name.Volume + 1, name.First < at ? name.First : at, name.Last > at ? name.Last : at)
                : (1, at, at);
            foreach (var property in happened.Properties.EnumerateObject().Where(property => property.Name.Length <= LongestName))
            {
                var place = (stored.Tenant, property.Name, happened.Name);
                if (!properties.TryGetValue(place, out var seen))
                    properties[place] = seen = new Seen();
                seen.Add(property.Value);
            }
        }
        if (names.Count > 0)
            target.Queue(UpsertEvents(target.Schema),
                names.Keys.Select(key => key.Tenant).ToArray(), names.Keys.Select(key => key.Name).ToArray(),
                names.Values.Select(name => name.Volume).ToArray(), names.Values.Select(name => name.First).ToArray(),
                names.Values.Select(name => name.Last).ToArray());
        if (properties.Count > 0)
            target.Queue(UpsertProperties(target.Schema),
                properties.Keys.Select(key => key.Tenant).ToArray(), properties.Keys.Select(key => key.Name).ToArray(),
                properties.Keys.Select(key => key.Event).ToArray(), properties.Values.Select(seen => (int)seen.Kinds).ToArray(),
                properties.Values.Select(seen => seen.Volume).ToArray(),
                properties.Values.Select(seen => JsonSerializer.Serialize(seen.Sample)).ToArray());
        return Task.CompletedTask;
    }

    private sealed class Seen
    {
        public PropertyKinds Kinds { get; private set; }
        public long Volume { get; private set; }
        public List<string> Sample { get; } = [];

        public void Add(JsonElement value)
        {
            Volume++;
            Kinds |= PropertyKind.Of(value);
            if (Sample.Count < Samples && value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
                && value.ToString() is { Length: > 0 and <= LongestSample } text && !text.Contains('@', StringComparison.Ordinal) && !Sample.Contains(text))
                Sample.Add(text);
        }
    }
}
