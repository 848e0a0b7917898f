using System.Collections.Concurrent;
using System.Text.Json;

namespace Platform.Contracts.TrackingPlans;

/// <summary>What an event's plan says of it.</summary>
/// <param name="Version">The version that it was compared with.</param>
/// <param name="Violations">What is not as planned; empty when all is.</param>
public sealed record PlanVerdict(PlanMode Mode, int Version, IReadOnlyList<Violation> Violations);

/// <summary>A plan as it is applied to many events: the last version of each event that is planned, read once.</summary>
public sealed class AppliedPlan
{
    /// <summary>The path under which unplanned properties are counted together, once too many different ones came.</summary>
    public const string Others = "(other)";

    private const int MostUnplanned = 200;

    private readonly Dictionary<string, Planned> _events;

    /// <summary>Reads the schemas.</summary>
    public AppliedPlan(TrackingPlan plan)
    {
        Revision = plan.Revision;
        _events = plan.Events.Where(planned => !planned.Retired && planned.Versions.Count > 0).ToDictionary(
            planned => planned.Name,
            planned => new Planned(planned.Mode, planned.Versions[^1].Version, PropertySchema.Read(planned.Versions[^1].Schema)), StringComparer.Ordinal);
    }

    /// <summary>Which state of the plan it is.</summary>
    public int Revision { get; }

    /// <summary>Compares an event with its plan; null when it is not planned.</summary>
    public PlanVerdict? Check(string name, JsonElement properties)
    {
        if (!_events.TryGetValue(name, out var planned))
            return null;
        var violations = SchemaCheck.Run(planned.Schema, properties);
        return violations.Count == 0 ? planned.Fine : new PlanVerdict(planned.Fine.Mode, planned.Fine.Version, [.. violations.Select(planned.Bounded)]);
    }

    private sealed class Planned(PlanMode mode, int version, PropertySchema schema)
    {
        private readonly ConcurrentDictionary<string, bool> _unplanned = new(StringComparer.Ordinal);

        public PropertySchema Schema => schema;

        public PlanVerdict Fine { get; } = new(mode, version, []);

        // Names that nobody planned come from outside: ids among them would make as many counters as there are events.
        public Violation Bounded(Violation violation)
        {
            if (violation.Expected != SchemaCheck.NotPlanned || _unplanned.ContainsKey(violation.Property))
                return violation;
            if (_unplanned.Count >= MostUnplanned)
                return violation with { Property = Others };
            _unplanned.TryAdd(violation.Property, true);
            return violation;
        }
    }
}
