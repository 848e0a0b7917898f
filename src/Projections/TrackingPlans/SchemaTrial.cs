using System.Text.Json;
using Platform.Contracts.TrackingPlans;
using Platform.Projections.Exploration;

namespace Platform.Projections.TrackingPlans;

/// <summary>What a schema would have said of events that are stored.</summary>
/// <param name="Checked">How many it was tried on, the newest of the name.</param>
/// <param name="Violating">How many of them are not as it has it.</param>
/// <param name="Violations">What of them is not, the most frequent first.</param>
public sealed record SchemaTrialResult(int Checked, int Violating, IReadOnlyList<TriedViolation> Violations);

/// <summary>A property that is not as a schema has it.</summary>
/// <param name="Property">Its path; empty for the properties as a whole.</param>
/// <param name="Expected">What the schema says.</param>
/// <param name="Found">What came, in one of the events.</param>
/// <param name="Count">In how many events.</param>
public sealed record TriedViolation(string Property, string Expected, string Found, int Count);

/// <summary>Tries a schema on real events before it is a plan.</summary>
public sealed class SchemaTrial(ExplorationStore store)
{
    /// <summary>Most events that it is tried on.</summary>
    public const int Most = 5_000;

    private const int MostViolations = 100;

    /// <summary>Tries it on the newest events of the name.</summary>
    public async Task<SchemaTrialResult> RunAsync(string tenant, string name, PropertySchema schema, CancellationToken cancellation)
    {
        var sql = new Sql();
        sql.Add($"select properties from events where tenant = {sql.Value(tenant)} and name = {sql.Value(name)} order by seq desc limit {Most}");
        var events = await store.QueryAsync(sql, reader => SchemaCheck.Run(schema, JsonElement.Parse(reader.GetString(0))), cancellation);
        return new SchemaTrialResult(events.Count, events.Count(violations => violations.Count > 0),
            [.. events.SelectMany(violations => violations).GroupBy(violation => (violation.Property, violation.Expected))
                .Select(same => new TriedViolation(same.Key.Property, same.Key.Expected, same.First().Found, same.Count()))
                .OrderByDescending(violation => violation.Count).Take(MostViolations)]);
    }
}
