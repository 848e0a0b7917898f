using System.Text.Json;
using GraphQL;
using Platform.Contracts.Ingestion;
using Platform.Projections.Questions;
using Platform.ReadApi.DeadLetters;
using DeadLetter = Platform.ReadApi.DeadLetters.DeadLetter;

namespace Platform.ReadApi.Schema;

public sealed partial class Mutation
{
    private const int MostShown = 100;

    /// <summary>
    /// Sends refused events through today's rules: those of the ids, or all open ones of the reason. What passes is stored, exactly
    /// once however often it is replayed. A dry run only says what would become of them.
    /// </summary>
    [Authorize(Roles = "admin")]
    public static async Task<DeadLetterReplay> ReplayDeadLettersAsync(
        [FromServices] DeadLettersQuery letters, IResolveFieldContext context, [Id] IReadOnlyList<string>? ids = null, DropReason? reason = null,
        bool? dryRun = false, CancellationToken cancellation = default)
    {
        var outcomes = await LettersAsync(context, new ReplayDeadLetters(Choice(context, ids, reason), dryRun ?? false, By(context)), cancellation);
        var failing = outcomes.Where(outcome => outcome.Reason is not null).ToList();
        return new DeadLetterReplay(
            outcomes.Count - failing.Count, outcomes.Count(outcome => outcome.Stored), failing.Count,
            await letters.FindAsync(Tenant(context), failing.Take(MostShown).Select(outcome => outcome.Id), cancellation),
            [.. outcomes.Take(MostShown).Select(ReplayOutcome.Of)]);
    }

    /// <summary>Replaces the event that a replay of the letter takes; what was sent stays as it is.</summary>
    [Authorize(Roles = "admin")]
    public static async Task<DeadLetter> EditDeadLetterAsync(
        [FromServices] DeadLettersQuery letters, IResolveFieldContext context, [Id] string id, JsonElement @event, CancellationToken cancellation)
    {
        var letter = LetterId(id);
        await LettersAsync(context, new EditDeadLetter(Tenant(context), letter, @event, By(context)), cancellation);
        return (await letters.FindAsync(Tenant(context), [letter], cancellation))[0];
    }

    /// <summary>Closes letters without storing their events: those of the ids, or all open ones of the reason. How many it closed.</summary>
    [Authorize(Roles = "admin")]
    public static async Task<int> DiscardDeadLettersAsync(
        IResolveFieldContext context, [Id] IReadOnlyList<string>? ids = null, DropReason? reason = null, CancellationToken cancellation = default) =>
        (await LettersAsync(context, new DiscardDeadLetters(Choice(context, ids, reason), By(context)), cancellation)).Count;

    private static async Task<IReadOnlyList<LetterOutcome>> LettersAsync(IResolveFieldContext context, object command, CancellationToken cancellation)
    {
        var answer = await SendAsync<LettersAnswer>(context, command, cancellation);
        return answer.Problem is { } problem ? throw Refused(problem) : answer.Outcomes;
    }

    private static LetterChoice Choice(IResolveFieldContext context, IReadOnlyList<string>? ids, DropReason? reason) =>
        new(Tenant(context), ids is null ? null : [.. ids.Select(LetterId)], reason);

    private static Guid LetterId(string id) => Guid.TryParse(id, out var letter) ? letter : throw new InvalidQuestionException($"'{id}' is not the id of a dead letter.");
}
