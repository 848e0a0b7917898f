using Marten;
using Npgsql;
using Platform.Contracts;
using Platform.Contracts.Funnels;
using Platform.Contracts.Rebuilds;
using Platform.Projections.Questions;

namespace Platform.Projections.Funnels.Saved;

/// <summary>Keeps a funnel under a name.</summary>
public sealed record DefineFunnel(string Tenant, string Name, FunnelInput Input, string By);

/// <summary>Changes a funnel: another question is another version.</summary>
/// <param name="Name">As before when null.</param>
/// <param name="Input">As before when null.</param>
public sealed record ChangeFunnel(string Tenant, Guid Id, string? Name, FunnelInput? Input, string By);

/// <summary>Stops keeping a funnel up; again changes nothing.</summary>
public sealed record ArchiveFunnel(string Tenant, Guid Id, string By);

/// <summary>What became of a command about a funnel.</summary>
/// <param name="Problem">What to change; null when it was done.</param>
/// <param name="Funnel">The funnel as it is now.</param>
public sealed record FunnelSaved(string? Problem, SavedFunnel? Funnel = null);

/// <summary>
/// Decides and appends, together with the request to build the tenant's kept funnels beside the running ones: until that is done the
/// definition before answers.
/// </summary>
public static class FunnelHandler
{
    private const int LongestName = 200;

    /// <summary>Most saved funnels of a tenant that are kept up.</summary>
    public const int Most = 100;

    /// <summary>Defines one.</summary>
    public static async Task<FunnelSaved> Handle(DefineFunnel command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var others = await TakeTurnAsync(session, command.Tenant, cancellation);
        if ((ProblemOf(command.Name, null, others) ?? ProblemOf(command.Input)) is { } problem)
            return new FunnelSaved(problem);
        if (others.Count(other => other.ArchivedAt is null) >= Most)
            return new FunnelSaved($"A tenant can have {Most} saved funnels; archive one that nobody needs any more.");
        var (id, now) = (NewId.Next(clock), clock.GetUtcNow());
        return Append(session, null, id, command.By, clock, [new FunnelDefined(command.Tenant, command.Name.Trim(), QuestionJson.Write(command.Input), command.By, now)]);
    }

    /// <summary>Changes one; what is the same already changes nothing.</summary>
    public static async Task<FunnelSaved> Handle(ChangeFunnel command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var all = await TakeTurnAsync(session, command.Tenant, cancellation);
        if (all.FirstOrDefault(funnel => funnel.Id == command.Id) is not { } found)
            return NotFound;
        if (found.ArchivedAt is not null)
            return new FunnelSaved("The funnel is archived; define it anew to change it.");
        if ((command.Name is { } name ? ProblemOf(name, found.Id, all) : null) is { } taken)
            return new FunnelSaved(taken);
        if ((command.Input is { } input ? ProblemOf(input) : null) is { } problem)
            return new FunnelSaved(problem);
        return Append(session, found, found.Id, command.By, clock, Changes(command, found, clock.GetUtcNow()));
    }

    /// <summary>Archives one.</summary>
    public static async Task<FunnelSaved> Handle(ArchiveFunnel command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var all = await TakeTurnAsync(session, command.Tenant, cancellation);
        return all.FirstOrDefault(funnel => funnel.Id == command.Id) is { } found
            ? Append(session, found, found.Id, command.By, clock, found.ArchivedAt is null ? [new FunnelArchived(command.By, clock.GetUtcNow())] : [])
            : NotFound;
    }

    /// <summary>The events that a change causes.</summary>
    public static IReadOnlyList<object> Changes(ChangeFunnel command, SavedFunnel funnel, DateTimeOffset now)
    {
        var events = new List<object>();
        if (command.Name?.Trim() is { } name && name != funnel.Name)
            events.Add(new FunnelRenamed(name, command.By, now));
        var last = funnel.Versions[^1];
        if (command.Input is { } input && QuestionJson.Write(input) is var question && !System.Text.Json.JsonElement.DeepEquals(question, last.Question))
            events.Add(new FunnelChanged(last.Version + 1, question, command.By, now));
        return events;
    }

    private static FunnelSaved NotFound => new("There is no such saved funnel.");

    private static string? ProblemOf(string name, Guid? own, IReadOnlyList<SavedFunnel> others)
    {
        var trimmed = name.Trim();
        if (trimmed.Length is 0 or > LongestName || trimmed.Any(char.IsControl))
            return $"A funnel's name has 1 to {LongestName} characters, and none that cannot be seen.";
        return others.Any(other => other.Id != own && other.ArchivedAt is null && other.Name.Equals(trimmed, StringComparison.OrdinalIgnoreCase))
            ? $"There is a saved funnel '{trimmed}' already; choose another name, or change that one."
            : null;
    }

    private static string? ProblemOf(FunnelInput input)
    {
        if (input.AsOf is not null)
            return "A saved funnel is kept up to date: leave 'asOf' out of its definition, and ask its result with it.";
        if (input.Range.From >= input.Range.To)
            return "The range is empty: 'from' must be before 'to'.";
        try
        {
            FunnelRules.Of(input);
            return null;
        }
        catch (InvalidQuestionException invalid)
        {
            return invalid.Message;
        }
    }

    private static FunnelSaved Append(IDocumentSession session, SavedFunnel? before, Guid id, string by, TimeProvider clock, IReadOnlyList<object> events)
    {
        var after = events.Aggregate(before, (funnel, happened) => SavedFunnel.Evolve(funnel, id, happened))!;
        if (events.Count > 0)
            session.Events.Append(id, events);
        if (events.Any(happened => happened is not FunnelRenamed))
            session.Events.StartStream<Rebuild>(NewId.Next(clock), new RebuildRequested(FunnelsProjection.ProjectionName, after.Tenant, by, clock.GetUtcNow()) { Definition = id });
        return new FunnelSaved(null, after);
    }

    // Whether a name is taken spans streams, so a tenant's decisions are made one at a time.
    private static async Task<IReadOnlyList<SavedFunnel>> TakeTurnAsync(IDocumentSession session, string tenant, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using (var turn = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 23))"))
        {
            turn.Parameters.Add(new() { Value = tenant });
            await session.ExecuteAsync(turn, cancellation);
        }
        return await session.Query<SavedFunnel>().Where(funnel => funnel.Tenant == tenant).ToListAsync(cancellation);
    }
}
