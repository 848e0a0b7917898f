using System.Text.Json;
using Marten;
using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Platform.Ingest.Storing;

namespace Platform.Ingest.DeadLetters;

/// <summary>
/// Replays letters, a few hundred a transaction: the event is stored and its letter closed together or not at all. The table
/// of message ids makes sure that an event is stored once, however often and by whomever its letter is replayed.
/// </summary>
public static class ReplayDeadLettersHandler
{
    private const int Chunk = 200;
    private const int MostAttempts = 5;

    /// <summary>Runs transactions of its own, one after the other.</summary>
    public static async Task<LettersAnswer> Handle(
        ReplayDeadLetters command, IDocumentStore store, LetterRules rules, StoringRules storing, EventListeners listeners, TimeProvider clock,
        CancellationToken cancellation)
    {
        if (LetterStore.Check(command.Letters) is { } problem)
            return new LettersAnswer(problem, []);
        await using var session = store.QuerySession();
        var outcomes = new List<LetterOutcome>();
        foreach (var ids in (await LetterStore.IdsAsync(session, command.Letters, cancellation)).Chunk(Chunk))
            outcomes.AddRange(command.DryRun
                ? await TryAsync(session, command, ids, rules, cancellation)
                : await StoreAsync(store, command, ids, rules, storing, listeners, clock, cancellation));
        return new LettersAnswer(null, outcomes);
    }

    private static async Task<List<LetterOutcome>> TryAsync(
        IQuerySession session, ReplayDeadLetters command, Guid[] ids, LetterRules rules, CancellationToken cancellation)
    {
        var tenant = command.Letters.Tenant;
        var letters = await session.ForTenant(tenant).Query<DeadLetter>().Where(letter => letter.Id.IsOneOf(ids)).OrderBy(letter => letter.Id).ToListAsync(cancellation);
        var tried = new List<(DeadLetter Letter, AcceptedEvent? Accepted, Steps.Refusal? Refused)>();
        foreach (var letter in letters)
        {
            var (accepted, refused) = await rules.TryAsync(tenant, letter, cancellation);
            tried.Add((letter, accepted, refused));
        }
        var stored = await StoredBefore.AmongAsync(session, [.. tried.Select(item => item.Accepted).OfType<AcceptedEvent>()], cancellation);
        return [.. tried.Select(item => Outcome(item.Letter, item.Accepted, item.Refused, item.Accepted is { } accepted && stored.Contains(Id(accepted))))];
    }

    private static async Task<List<LetterOutcome>> StoreAsync(
        IDocumentStore store, ReplayDeadLetters command, Guid[] ids, LetterRules rules, StoringRules storing, EventListeners listeners, TimeProvider clock,
        CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var session = store.LightweightSession(System.Data.IsolationLevel.ReadCommitted);
                var (outcomes, told) = await StoreOnceAsync(session, command, ids, rules, storing, clock, cancellation);
                listeners.Tell(told);
                return outcomes;
            }
            catch (Exception failure) when (attempt < MostAttempts && !cancellation.IsCancellationRequested && Transient.Is(failure))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50 * attempt), clock, cancellation);
            }
        }
    }

    private static async Task<(List<LetterOutcome> Outcomes, EventsStored Stored)> StoreOnceAsync(
        IDocumentSession session, ReplayDeadLetters command, Guid[] ids, LetterRules rules, StoringRules storing, TimeProvider clock, CancellationToken cancellation)
    {
        var tenant = command.Letters.Tenant;
        var outcomes = new List<LetterOutcome>();
        var passed = new Dictionary<AcceptedEvent, DeadLetter>(ReferenceEqualityComparer.Instance);
        var failed = new List<(DeadLetter Letter, DropReason Reason, string Message)>();
        foreach (var letter in await LetterStore.TakeAsync(session, tenant, ids, cancellation))
        {
            var (accepted, refused) = await rules.TryAsync(tenant, letter, cancellation);
            if (accepted is not null)
                passed[accepted] = letter;
            else
                failed.Add((letter, refused!.Reason, refused.Message));
        }
        var batch = new EventBatch([.. passed.Keys], []);
        HashSet<Guid> fresh = [];
        var stored = await StoreEventsHandler.StoreAsync(batch, session, storing, (kept, overruled) =>
        {
            fresh = [.. kept.Select(Id)];
            failed.AddRange(overruled.Select(item => (passed[item.Accepted], item.Reason, item.Message)));
            foreach (var item in overruled)
                passed.Remove(item.Accepted);
            var letters = session.ForTenant(tenant);
            letters.Store(passed.Values.Select(letter => letter with { State = LetterState.Replayed, ClosedAt = clock.GetUtcNow(), ClosedBy = command.By }));
            letters.Store(failed.Select(item => item.Letter with { Reason = item.Reason, Message = item.Message, Attempts = item.Letter.Attempts + 1 }));
            return [];
        }, clock, cancellation);
        outcomes.AddRange(passed.Select(item => Outcome(item.Value, item.Key, null, !fresh.Contains(Id(item.Key)))));
        outcomes.AddRange(failed.Select(item => new LetterOutcome(item.Letter.Id, item.Reason, item.Message, false, null)));
        return ([.. outcomes.OrderBy(outcome => outcome.Id)], stored);
    }

    private static Guid Id(AcceptedEvent accepted) => DerivedId.Message(accepted.Tenant, accepted.Event.Origin.MessageId);

    private static LetterOutcome Outcome(DeadLetter letter, AcceptedEvent? accepted, Steps.Refusal? refused, bool stored) => new(
        letter.Id, refused?.Reason, refused?.Message, stored, accepted is null ? null : Show(accepted));

    private static JsonElement Show(AcceptedEvent accepted) => JsonSerializer.SerializeToElement(new
    {
        name = accepted.Event.Name,
        visitorId = accepted.Event.Origin.VisitorId,
        occurredAt = accepted.Event.Origin.OccurredAt,
        properties = accepted.Event.Properties,
        stored = StoredForm.Write(accepted.Event),
    });
}
