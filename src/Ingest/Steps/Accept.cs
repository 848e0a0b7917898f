using System.Text.Json;
using Platform.Contracts;
using Platform.Contracts.Events;
using Platform.Contracts.TrackingPlans;

namespace Platform.Ingest.Steps;

/// <summary>Turns a candidate that passed every step into the event to store.</summary>
internal static class Accept
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    public static IVisitorEvent Record(Candidate candidate)
    {
        var raw = candidate.Raw;
        var origin = new Origin(
            raw.MessageId is { Length: > 0 } given ? given : NewId.At(candidate.ReceivedAt).ToString("N"),
            candidate.VisitorId, candidate.OccurredAt, candidate.ReceivedAt, candidate.Source.Name)
        {
            MessageIdAssigned = string.IsNullOrEmpty(raw.MessageId),
            UserId = raw.UserId,
            SessionId = raw.SessionId,
            Library = raw.Library,
            Warnings = candidate.Verdict is { Mode: PlanMode.Warn, Violations.Count: > 0 } verdict ? [.. verdict.Violations.Select(ValidateSchema.Describe)] : null,
        };
        var properties = raw.Properties.ValueKind == JsonValueKind.Object ? raw.Properties : Nothing;
        return raw.Kind switch
        {
            EventKind.Page => new PageViewed(origin, candidate.Context, properties),
            EventKind.Screen => new ScreenViewed(origin, WithScreen(candidate.Context, raw.Name), properties),
            EventKind.Identify => new VisitorIdentified(raw.UserId ?? candidate.VisitorId, origin, candidate.Context, properties)
            {
                InitialTraits = Initial(raw.InitialTraits),
            },
            EventKind.Alias => Link(raw, origin, candidate.Context, properties),
            EventKind.Group => new VisitorGrouped(raw.GroupId!, origin, candidate.Context, properties),
            EventKind.Track when raw.Name == HeartbeatSent.EventName => new HeartbeatSent(origin, candidate.Context, properties),
            EventKind.Track when raw.Name == PageLeft.EventName => new PageLeft(origin, candidate.Context, properties),
            EventKind.Track => new ActionTracked(raw.Name!, origin, candidate.Context, properties),
            _ => throw new ArgumentOutOfRangeException(nameof(candidate), raw.Kind, "No such kind of event."),
        };
    }

    // Null is no value to begin with.
    private static JsonElement? Initial(JsonElement traits)
    {
        if (traits.ValueKind != JsonValueKind.Object)
            return null;
        var given = traits.EnumerateObject().Where(trait => trait.Value.ValueKind != JsonValueKind.Null)
            .GroupBy(trait => trait.Name).ToDictionary(trait => trait.Key, trait => trait.Last().Value);
        return given.Count > 0 ? JsonSerializer.SerializeToElement(given) : null;
    }

    // An alias belongs to the id it keeps, so that the person's own stream tells of it.
    private static VisitorsLinked Link(RawEvent raw, Origin origin, EventContext context, JsonElement properties) =>
        new(raw.PreviousId ?? raw.AnonymousId!, origin with { VisitorId = raw.UserId! }, context, properties);

    private static EventContext WithScreen(EventContext context, string? name) =>
        context.Page is null && name is not null ? context with { Page = new PageContext(name) } : context;
}
