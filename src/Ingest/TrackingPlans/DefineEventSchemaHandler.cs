using System.Text.Json;
using Marten;
using Platform.Contracts.TrackingPlans;
using Platform.Ingest.Steps;

namespace Platform.Ingest.TrackingPlans;

/// <summary>Defines a schema. The same schema in the same mode again changes nothing.</summary>
public static class DefineEventSchemaHandler
{
    private const int LongestName = 200;
    private static readonly IngestOptions Limits = new() { MaxEventBytes = 64 * 1024, MaxProperties = 10_000 };

    /// <summary>Runs in one transaction with its checks.</summary>
    public static async Task<PlanAnswer> Handle(DefineEventSchema command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var plan = await PlanTurn.TakeAsync(session, command.Tenant, cancellation);
        var (problem, events) = Decide(command, plan, clock.GetUtcNow());
        return problem is null ? PlanTurn.Append(session, command.Tenant, command.Event, plan, events) : new PlanAnswer(problem);
    }

    /// <summary>The events that the command causes, or the reason why it cannot be.</summary>
    public static (string? Problem, IReadOnlyList<object> Events) Decide(DefineEventSchema command, TrackingPlan? plan, DateTimeOffset now)
    {
        if (Check(command) is { } wrong)
            return (wrong, []);
        var known = plan.Find(command.Event);
        var last = known is { Versions.Count: > 0 } ? known.Versions[^1] : null;
        var events = new List<object>();
        if (last is null || known!.Retired || !JsonElement.DeepEquals(last.Schema, command.Schema))
        {
            var breaks = last is null ? [] : SchemaEvolution.Breaks(PropertySchema.Read(last.Schema), PropertySchema.Read(command.Schema));
            if (breaks.Count > 0 && !command.AllowBreaking)
                return ($"The new version would not take everything that version {last!.Version} takes: {string.Join(" ", breaks)} Allow it explicitly if that is meant.", []);
            events.Add(new EventSchemaDefined(command.Tenant, command.Event, (last?.Version ?? 0) + 1, command.Schema, breaks, command.By, now));
        }
        if (command.Mode is { } mode && mode != (known?.Mode ?? PlanMode.Observe))
            events.Add(new PlanModeChosen(command.Tenant, command.Event, mode, command.By, now));
        return (null, events);
    }

    private static string? Check(DefineEventSchema command)
    {
        if (command.Event.Length is 0 or > LongestName || command.Event.Any(char.IsControl))
            return $"An event's name has 1 to {LongestName} characters, and none that cannot be seen.";
        if (StorableJson.Check(command.Schema, Limits) is { } refusal)
            return $"The schema cannot be kept. {refusal.Message.Replace("The event", "It", StringComparison.Ordinal)}";
        try
        {
            return PropertySchema.Read(command.Schema) is { Types: { } types } && !types.Contains("object")
                ? "An event's properties are an object: the schema's 'type' must be object, or left out."
                : null;
        }
        catch (FormatException unreadable)
        {
            return unreadable.Message;
        }
    }
}
