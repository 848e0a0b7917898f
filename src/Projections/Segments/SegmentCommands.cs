using Marten;
using Npgsql;
using Platform.Contracts;
using Platform.Contracts.Segments;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Segments;

/// <summary>Keeps rules under a name.</summary>
/// <param name="Kind">What they make.</param>
public sealed record DefineSegment(string Tenant, string Name, SegmentInput Input, SegmentKind Kind, string By);

/// <summary>Stops offering a segment or cohort; again changes nothing.</summary>
public sealed record ArchiveSegment(string Tenant, Guid Id, string By);

/// <summary>What became of a command about a segment.</summary>
/// <param name="Problem">What to change; null when it was done.</param>
/// <param name="Segment">The segment as it is now.</param>
public sealed record SegmentSaved(string? Problem, SavedSegment? Segment = null);

/// <summary>Decides and appends.</summary>
public static class SegmentHandler
{
    private const int LongestName = 200;

    /// <summary>Defines one. A static cohort is asked for ever as known at this moment: who belonged to it then belongs to it always.</summary>
    public static async Task<SegmentSaved> Handle(DefineSegment command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var others = await TakeTurnAsync(session, command.Tenant, cancellation);
        var (name, now) = (command.Name.Trim(), clock.GetUtcNow());
        if (Problem(command, name, others) is { } problem)
            return new SegmentSaved(problem);
        var input = command.Kind == SegmentKind.StaticCohort && command.Input.Members is null ? command.Input with { KnownAt = now } : command.Input;
        var (id, question) = (NewId.Next(clock), QuestionJson.Write(input));
        object defined = command.Kind == SegmentKind.Segment
            ? new SegmentDefined(command.Tenant, name, question, command.By, now)
            : new CohortDefined(command.Tenant, name, question, command.Kind == SegmentKind.StaticCohort, command.By, now);
        session.Events.Append(id, defined);
        return new SegmentSaved(null, SavedSegment.Evolve(null, id, defined));
    }

    /// <summary>Archives one.</summary>
    public static async Task<SegmentSaved> Handle(ArchiveSegment command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var all = await TakeTurnAsync(session, command.Tenant, cancellation);
        if (all.FirstOrDefault(segment => segment.Id == command.Id) is not { } found)
            return new SegmentSaved("There is no such segment or cohort.");
        if (found.ArchivedAt is not null)
            return new SegmentSaved(null, found);
        var archived = new SegmentArchived(command.By, clock.GetUtcNow());
        session.Events.Append(found.Id, archived);
        return new SegmentSaved(null, SavedSegment.Evolve(found, found.Id, archived));
    }

    private static string? Problem(DefineSegment command, string name, IReadOnlyList<SavedSegment> others)
    {
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
            return $"A name has 1 to {LongestName} characters, and none that cannot be seen.";
        if (others.Any(other => other.ArchivedAt is null && other.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            return $"There is a segment or cohort '{name}' already; choose another name.";
        try
        {
            SegmentCondition.Of(new Sql(), new Scope(command.Tenant, new TimeRange(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)), command.Input);
            return null;
        }
        catch (InvalidQuestionException invalid)
        {
            return invalid.Message;
        }
    }

    // Whether a name is taken spans streams, so a tenant's decisions are made one at a time.
    private static async Task<IReadOnlyList<SavedSegment>> TakeTurnAsync(IDocumentSession session, string tenant, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using (var turn = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 29))"))
        {
            turn.Parameters.Add(new() { Value = tenant });
            await session.ExecuteAsync(turn, cancellation);
        }
        return await session.Query<SavedSegment>().Where(segment => segment.Tenant == tenant).ToListAsync(cancellation);
    }
}
