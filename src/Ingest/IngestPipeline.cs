using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;
using Platform.Ingest.DeadLetters;
using Platform.Ingest.Enrichment;
using Platform.Ingest.Quotas;
using Platform.Ingest.Steps;
using Platform.Ingest.Storing;

namespace Platform.Ingest;

/// <summary>How a submission ended.</summary>
public enum SubmissionOutcome
{
    /// <summary>Everything is committed, dead letters included.</summary>
    Committed,

    /// <summary>The queue is full, or the store is away; what was taken may or may not be committed later: send it again.</summary>
    Busy,

    /// <summary>The host stops; what was taken may or may not be committed: send it again.</summary>
    Stopping,
}

/// <summary>An event as read by an adapter, or its refusal, with the payload that a dead letter would keep.</summary>
public sealed record Incoming(RawEvent? Event, Refusal? Refused, JsonElement Payload)
{
    /// <summary>Where it stands in a file that is imported; its dead letter says so.</summary>
    public string? Place { get; init; }

    /// <summary>The id of its dead letter, should it become one; made where null.</summary>
    public Guid? LetterId { get; init; }
}

/// <summary>What became of a submission.</summary>
public sealed record SubmissionResult(SubmissionOutcome Outcome, int Accepted, IReadOnlyList<Refusal> Refused)
{
    /// <summary>The source's limits and what is used of them; null when it has none.</summary>
    public Quota? Quota { get; init; }
}

/// <summary>The one entrance to the event store, for every protocol and for imports.</summary>
public sealed class IngestPipeline(
    IngestSteps steps, IEventSink sink, StoreStatus store, CookielessVisitor visitors, QuotaLedger quotas, FloodGate flood, IOptions<IngestOptions> options, TimeProvider clock)
{
    private static readonly Counter<long> Accepted = Instruments.Ingest.CreateCounter<long>("platform.ingest.accepted", "{event}", "Events that passed every step.");
    private static readonly Counter<long> Dropped = Instruments.Ingest.CreateCounter<long>("platform.ingest.dropped", "{event}", "Events refused, by reason.");

    /// <summary>Runs events through the steps and returns once everything is committed.</summary>
    public async Task<SubmissionResult> SubmitAsync(
        IReadOnlyList<Incoming> events, ResolvedSource source, DateTimeOffset receivedAt)
    {
        using var activity = Instruments.Collecting.StartActivity("ingest");
        activity?.SetTag("platform.events", events.Count);
        await visitors.ReadyAsync(receivedAt);
        var exhausted = await quotas.CurrentAsync(source, receivedAt) is { } quota && quota.IsExhausted(receivedAt)
            ? new Refusal(DropReason.QuotaExceeded, quota.Explain(receivedAt))
            : null;
        var accepted = new List<AcceptedEvent>(events.Count);
        var letters = new List<RefusedEvent>();
        var refusals = new List<Refusal>();
        foreach (var incoming in events)
        {
            var (passed, refusal) = (exhausted, incoming.Event) switch
            {
                ({ } over, _) => (null, over),
                (_, { } raw) => steps.Run(raw, source, receivedAt),
                _ => (null, incoming.Refused!),
            };
            if (passed is not null)
            {
                accepted.Add(passed);
                continue;
            }
            refusals.Add(refusal!);
            letters.Add(Letter(refusal!, incoming, source, receivedAt));
        }
        var overruled = new ConcurrentQueue<OverruledEvent>();
        if (sink.TryEnqueue(accepted, letters, overruled.Enqueue) is not { } committed)
            return new SubmissionResult(SubmissionOutcome.Busy, 0, []);
        var outcome = await committed ? SubmissionOutcome.Committed : store.Problem is null ? SubmissionOutcome.Stopping : SubmissionOutcome.Busy;
        refusals.AddRange(overruled.Select(item => new Refusal(item.Reason, item.Message)));
        Accepted.Add(accepted.Count - overruled.Count);
        foreach (var refusal in refusals)
            Dropped.Add(1, new KeyValuePair<string, object?>("reason", refusal.Reason.ToString()));
        return new SubmissionResult(outcome, accepted.Count - overruled.Count, refusals) { Quota = await quotas.CurrentAsync(source, receivedAt) };
    }

    private RefusedEvent Letter(Refusal refusal, Incoming incoming, ResolvedSource source, DateTimeOffset receivedAt) =>
        new(source.Tenant, new DeadLetter
        {
            Id = incoming.LetterId ?? NewId.Next(clock),
            Reason = refusal.Reason,
            Message = incoming.Place is { } place ? $"{char.ToUpperInvariant(place[0])}{place[1..]}: {refusal.Message}" : refusal.Message,
            ReceivedAt = receivedAt,
            Source = source.Name,
            Payload = StorableJson.Keep(incoming.Payload, options.Value),
            Event = Message(incoming, source, receivedAt),
            Origin = incoming.Event?.Context.Origin,
        })
        {
            Violations = refusal.Violations,
            Kept = refusal.Reason is not (DropReason.QuotaExceeded or DropReason.UnknownSource) || flood.Admits(source.Tenant, source.Name),
        };

    // What a protocol's adapter understood is kept as a message of one form; what none understood is for people to mend.
    private JsonElement? Message(Incoming incoming, ResolvedSource source, DateTimeOffset receivedAt)
    {
        var message = incoming.Event is { } raw
            ? CanonicalMessage.Of(raw, CorrectClock.Occurred(raw, receivedAt),
                (raw.AnonymousId ?? raw.UserId) is null ? visitors.IdFor(source.Tenant, raw.Context.Address, raw.Context.UserAgent, receivedAt) : null)
            : incoming.Payload;
        return message.ValueKind == JsonValueKind.Object && StorableJson.Check(message, options.Value) is null ? SenderAddress.Remove(message) : null;
    }
}
