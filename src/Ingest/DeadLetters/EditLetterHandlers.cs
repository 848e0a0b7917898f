using System.Text.Json;
using Marten;
using Microsoft.Extensions.Options;
using Platform.Contracts.Ingestion;
using Platform.Ingest.Steps;

namespace Platform.Ingest.DeadLetters;

/// <summary>Keeps an edited message with its letter; what was sent stays as it is.</summary>
public static class EditDeadLetterHandler
{
    /// <summary>Runs in one transaction.</summary>
    public static async Task<LettersAnswer> Handle(
        EditDeadLetter command, IDocumentSession session, IOptions<IngestOptions> options, CancellationToken cancellation)
    {
        if (command.Event.ValueKind != JsonValueKind.Object)
            return new LettersAnswer("The event must be a JSON object, a message such as {\"type\": \"track\", …}.", []);
        if (StorableJson.Check(command.Event, options.Value) is { } refusal)
            return new LettersAnswer(refusal.Message, []);
        var open = await LetterStore.TakeAsync(session, command.Tenant, [command.Id], cancellation);
        if (open.Count == 0)
            return new LettersAnswer("There is no such open letter in this tenant.", []);
        session.ForTenant(command.Tenant).Store(open[0] with { Event = command.Event, EditedBy = command.By });
        return new LettersAnswer(null, [new LetterOutcome(command.Id, open[0].Reason, open[0].Message, false, command.Event)]);
    }
}

/// <summary>Closes letters without storing their events; they can still be read.</summary>
public static class DiscardDeadLettersHandler
{
    /// <summary>Runs in one transaction.</summary>
    public static async Task<LettersAnswer> Handle(
        DiscardDeadLetters command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        if (LetterStore.Check(command.Letters) is { } problem)
            return new LettersAnswer(problem, []);
        var ids = await LetterStore.IdsAsync(session, command.Letters, cancellation);
        var open = await LetterStore.TakeAsync(session, command.Letters.Tenant, [.. ids], cancellation);
        session.ForTenant(command.Letters.Tenant).Store(open.Select(letter => letter with { State = LetterState.Discarded, ClosedAt = clock.GetUtcNow(), ClosedBy = command.By }));
        return new LettersAnswer(null, [.. open.Select(letter => new LetterOutcome(letter.Id, letter.Reason, letter.Message, false, null))]);
    }
}
