using System.Text.Json;

namespace Platform.Contracts.Ingestion;

/// <summary>Which of a tenant's open letters are meant: those of the ids, or all of the reason; one of the two is given.</summary>
public sealed record LetterChoice(string Tenant, IReadOnlyList<Guid>? Ids, DropReason? Reason);

/// <summary>Sends refused events through the rules of today; what passes is stored, each exactly once.</summary>
/// <param name="DryRun">Only says what would become of them.</param>
public sealed record ReplayDeadLetters(LetterChoice Letters, bool DryRun, string By);

/// <summary>Replaces the message that a replay of the letter takes.</summary>
/// <param name="Event">A message of the Segment HTTP API.</param>
public sealed record EditDeadLetter(string Tenant, Guid Id, JsonElement Event, string By);

/// <summary>Closes letters that nobody will mend.</summary>
public sealed record DiscardDeadLetters(LetterChoice Letters, string By);

/// <summary>What became, or would become, of a letter.</summary>
/// <param name="Reason">Why it is refused now; null when it passes.</param>
/// <param name="Message">What to change, when it is refused.</param>
/// <param name="Stored">Whether its event was stored before: then it is not stored again.</param>
/// <param name="Event">The event as it is stored when it passes: name, visitor, time, context and properties.</param>
public sealed record LetterOutcome(Guid Id, DropReason? Reason, string? Message, bool Stored, JsonElement? Event);

/// <summary>What became of a command about letters.</summary>
/// <param name="Problem">What to change; null when it was done.</param>
/// <param name="Outcomes">One for each letter, in their order.</param>
public sealed record LettersAnswer(string? Problem, IReadOnlyList<LetterOutcome> Outcomes);
