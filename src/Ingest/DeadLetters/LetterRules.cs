using System.Text.Json;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;
using Platform.Ingest.Protocols.Segment;
using Platform.Ingest.Steps;

namespace Platform.Ingest.DeadLetters;

/// <summary>Puts a letter's event before the rules of today.</summary>
public sealed class LetterRules(IngestSteps steps, ISourceDirectory sources, TimeProvider clock)
{
    /// <summary>The event to store, or why it is still refused.</summary>
    public async Task<(AcceptedEvent? Accepted, Refusal? Refused)> TryAsync(string tenant, DeadLetter letter, CancellationToken cancellation)
    {
        if (letter is { Accepted: { } stored, AcceptedType: { } type, EditedBy: null })
            return (new AcceptedEvent(tenant, Again(StoredForm.Read(type, stored))), null);
        if (letter.Event is not { } message)
            return (null, new Refusal(letter.Reason, letter.Message));
        var (raw, refused) = SegmentReader.Read(message, default, null, new RawContext { Origin = letter.Origin });
        if (raw is null)
            return (null, refused);
        var name = letter.Source ?? "";
        var source = new ResolvedSource(tenant, name, VisitorIdentification.Cookieless)
        {
            Rules = await sources.RulesAsync(tenant, name, cancellation), Plan = await sources.PlanAsync(tenant, cancellation),
        };
        // Without an id of its own the message is known by its letter, so that a second replay finds it stored.
        return steps.Run(raw with { MessageId = raw.MessageId ?? $"letter-{letter.Id:N}", SentAt = null, InitialTraits = CanonicalMessage.InitialTraitsOf(message) }, source, clock.GetUtcNow());
    }

    // It counts for the quota of the minute in which it is stored.
    private IVisitorEvent Again(IVisitorEvent happened)
    {
        var origin = happened.Origin with { ReceivedAt = clock.GetUtcNow() };
        return happened switch
        {
            PageViewed e => e with { Origin = origin },
            ScreenViewed e => e with { Origin = origin },
            HeartbeatSent e => e with { Origin = origin },
            PageLeft e => e with { Origin = origin },
            ActionTracked e => e with { Origin = origin },
            VisitorIdentified e => e with { Origin = origin },
            VisitorsLinked e => e with { Origin = origin },
            VisitorGrouped e => e with { Origin = origin },
            _ => happened,
        };
    }
}
