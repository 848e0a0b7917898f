using Marten;
using Npgsql;
using Platform.Contracts;
using Platform.Contracts.Rebuilds;
using Platform.Contracts.Tenants;

namespace Platform.Projections.Rebuilds;

/// <summary>Builds a read model anew beside the running one.</summary>
/// <param name="Projection">Its name, or "all".</param>
/// <param name="Tenant">The one tenant whose part is rebuilt; null for everybody's.</param>
/// <param name="By">Who asks.</param>
public sealed record StartRebuild(string Projection, string? Tenant, string By);

/// <summary>Stops a rebuild; what it built is kept until another one of the same projection ends.</summary>
public sealed record CancelRebuild(Guid Id, string By);

/// <summary>Lets a cancelled or failed rebuild go on where it was.</summary>
public sealed record ResumeRebuild(Guid Id, string By);

/// <summary>What became of a command.</summary>
/// <param name="Problem">What to change; null when it was done.</param>
public sealed record RebuildAnswer(string? Problem, Guid Id);

/// <summary>Decides and appends; the runner finds what is open.</summary>
public static class RebuildHandler
{
    /// <summary>Starts one, unless the same read model is being rebuilt.</summary>
    public static async Task<RebuildAnswer> Handle(StartRebuild command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var rebuilds = await TakeTurnAsync(session, cancellation);
        var tenants = await session.Query<Tenant>().Select(tenant => tenant.Slug).ToListAsync(cancellation);
        var id = NewId.Next(clock);
        if (Problem(command, rebuilds, tenants) is { } problem)
            return new RebuildAnswer(problem, default);
        session.Events.StartStream<Rebuild>(id, new RebuildRequested(command.Projection, command.Tenant, command.By, clock.GetUtcNow()));
        return new RebuildAnswer(null, id);
    }

    /// <summary>Stops one that is open; again changes nothing.</summary>
    public static async Task<RebuildAnswer> Handle(CancelRebuild command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var rebuilds = await TakeTurnAsync(session, cancellation);
        if (rebuilds.FirstOrDefault(rebuild => rebuild.Id == command.Id) is not { } found)
            return new RebuildAnswer("There is no such rebuild.", default);
        if (found.State == RebuildState.Switched)
            return new RebuildAnswer("The rebuild has ended: the new edition answers already.", found.Id);
        if (found.IsOpen)
            session.Events.Append(found.Id, new RebuildCancelled(command.By, clock.GetUtcNow()));
        return new RebuildAnswer(null, found.Id);
    }

    /// <summary>Resumes one that was cancelled or has failed.</summary>
    public static async Task<RebuildAnswer> Handle(ResumeRebuild command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var rebuilds = await TakeTurnAsync(session, cancellation);
        if (rebuilds.FirstOrDefault(rebuild => rebuild.Id == command.Id) is not { } found)
            return new RebuildAnswer("There is no such rebuild.", default);
        if (found.IsOpen)
            return new RebuildAnswer(null, found.Id);
        if (found.State == RebuildState.Switched)
            return new RebuildAnswer("The rebuild has ended: the new edition answers already.", found.Id);
        if (rebuilds.FirstOrDefault(other => other.IsOpen && Overlap(other, found.Projection, found.Tenant, found.Definition)) is { } running)
            return new RebuildAnswer(InTheWay(running), found.Id);
        if (rebuilds.Any(other => other.StartedAt > found.StartedAt && Overlap(other, found.Projection, found.Tenant, found.Definition)))
            return new RebuildAnswer("There is a newer rebuild of the same; start another one instead.", found.Id);
        session.Events.Append(found.Id, new RebuildResumed(command.By, clock.GetUtcNow()));
        return new RebuildAnswer(null, found.Id);
    }

    /// <summary>Why it cannot be started; null when it can.</summary>
    public static string? Problem(StartRebuild command, IReadOnlyList<Rebuild> rebuilds, IReadOnlyList<string> tenants)
    {
        if (!RebuildNames.All.Contains(command.Projection))
            return $"There is no projection '{command.Projection}'; there are {string.Join(", ", RebuildNames.All)}.";
        if (command.Tenant is { } tenant && !tenants.Contains(tenant))
            return $"There is no tenant '{tenant}'.";
        return rebuilds.FirstOrDefault(other => other.IsOpen && Overlap(other, command.Projection, command.Tenant)) is { } running ? InTheWay(running) : null;
    }

    private static bool Overlap(Rebuild other, string projection, string? tenant, Guid? definition = null) =>
        (other.Projection == projection || Covers(other.Projection, projection) || Covers(projection, other.Projection))
        && (other.Tenant == tenant || other.Tenant is null || tenant is null)
        && (other.Definition == definition || other.Definition is null || definition is null);

    private static bool Covers(string all, string projection) => all == Rebuild.Everything && projection != Rebuild.Exploration;

    private static string InTheWay(Rebuild running) =>
        $"'{running.Projection}' is being rebuilt since {running.StartedAt:u}; wait until it has ended, or cancel it.";

    // Whether two of them overlap spans streams, so only one such decision is made at a time.
    private static async Task<IReadOnlyList<Rebuild>> TakeTurnAsync(IDocumentSession session, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using var turn = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('platform.rebuilds'))");
        await session.ExecuteAsync(turn, cancellation);
        return await session.Query<Rebuild>().ToListAsync(cancellation);
    }
}
