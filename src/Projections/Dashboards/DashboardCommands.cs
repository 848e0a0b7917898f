using Marten;
using Npgsql;
using Platform.Contracts;
using Platform.Contracts.Dashboards;

namespace Platform.Projections.Dashboards;

/// <summary>Makes an empty dashboard.</summary>
public sealed record DefineDashboard(string Tenant, string Name, string By);

/// <summary>Gives a dashboard another name.</summary>
public sealed record RenameDashboard(string Tenant, Guid Id, string Name, string By);

/// <summary>Puts an insight on a dashboard, moves it there, or gives it another size.</summary>
/// <param name="Place">From 0, among the others; at the end when null.</param>
public sealed record PlaceTile(string Tenant, Guid Id, Guid Insight, int? Place, int Width, int Height, string By);

/// <summary>Takes an insight off a dashboard.</summary>
public sealed record RemoveTile(string Tenant, Guid Id, Guid Insight, string By);

/// <summary>Lets whoever has a link look at a dashboard, instead of whoever has the link before.</summary>
/// <param name="Digest">SHA-256 of what the link ends with.</param>
public sealed record ShareDashboard(string Tenant, Guid Id, string Digest, string By);

/// <summary>Stops sharing a dashboard.</summary>
public sealed record RevokeSharing(string Tenant, Guid Id, string By);

/// <summary>Stops offering a dashboard.</summary>
public sealed record ArchiveDashboard(string Tenant, Guid Id, string By);

/// <summary>What became of a command about a dashboard.</summary>
/// <param name="Problem">What to change; null when it was done.</param>
/// <param name="Dashboard">The dashboard as it is now.</param>
public sealed record DashboardAnswer(string? Problem, Dashboard? Dashboard = null);

/// <summary>Decides and appends, one decision about a dashboard at a time.</summary>
public static class DashboardHandler
{
    private const int MostTiles = 40;

    /// <summary>Makes one.</summary>
    public static DashboardAnswer Handle(DefineDashboard command, IDocumentSession session, TimeProvider clock)
    {
        if (DashboardName.Problem(command.Name) is { } problem)
            return new DashboardAnswer(problem);
        var (id, defined) = (NewId.Next(clock), new DashboardDefined(command.Tenant, command.Name.Trim(), command.By, clock.GetUtcNow()));
        session.Events.Append(id, defined);
        return new DashboardAnswer(null, Dashboard.Evolve(null, id, defined));
    }

    /// <summary>Renames one.</summary>
    public static Task<DashboardAnswer> Handle(RenameDashboard command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation) =>
        ChangeAsync(session, command.Tenant, command.Id, found => DashboardName.Problem(command.Name) is { } problem
            ? (problem, null)
            : (null, found.Name == command.Name.Trim() ? null : new DashboardRenamed(command.Name.Trim(), command.By, clock.GetUtcNow())), cancellation);

    /// <summary>Puts, moves or resizes a tile.</summary>
    public static async Task<DashboardAnswer> Handle(PlaceTile command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        if (command.Width is < 1 or > 12 || command.Height is < 1 or > 4)
            return new DashboardAnswer("A tile is 1 to 12 columns wide and 1 to 4 rows high.");
        var insight = await session.LoadAsync<SavedInsight>(command.Insight, cancellation);
        return insight is { RemovedAt: null } && insight.Tenant == command.Tenant
            ? await ChangeAsync(session, command.Tenant, command.Id, found => found.Tiles.Count >= MostTiles && found.Tiles.All(tile => tile.Insight != command.Insight)
                ? ($"A dashboard can have {MostTiles} tiles.", null)
                : (null, new TilePlaced(command.Insight, command.Place ?? found.Tiles.Count, command.Width, command.Height, command.By, clock.GetUtcNow())), cancellation)
            : new DashboardAnswer("There is no such insight.");
    }

    /// <summary>Takes a tile off.</summary>
    public static Task<DashboardAnswer> Handle(RemoveTile command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation) =>
        ChangeAsync(session, command.Tenant, command.Id, found =>
            (null, found.Tiles.Any(tile => tile.Insight == command.Insight) ? new TileRemoved(command.Insight, command.By, clock.GetUtcNow()) : null), cancellation);

    /// <summary>Shares one.</summary>
    public static Task<DashboardAnswer> Handle(ShareDashboard command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation) =>
        ChangeAsync(session, command.Tenant, command.Id, _ => (null, new DashboardShared(command.Digest, command.By, clock.GetUtcNow())), cancellation);

    /// <summary>Stops sharing one.</summary>
    public static Task<DashboardAnswer> Handle(RevokeSharing command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation) =>
        ChangeAsync(session, command.Tenant, command.Id, found => (null, found.ShareDigest is null ? null : new SharingRevoked(command.By, clock.GetUtcNow())), cancellation);

    /// <summary>Archives one.</summary>
    public static Task<DashboardAnswer> Handle(ArchiveDashboard command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation) =>
        ChangeAsync(session, command.Tenant, command.Id, found => (null, new DashboardArchived(command.By, clock.GetUtcNow())), cancellation);

    private static async Task<DashboardAnswer> ChangeAsync(
        IDocumentSession session, string tenant, Guid id, Func<Dashboard, (string? Problem, object? Happened)> decide, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using (var turn = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 31))"))
        {
            turn.Parameters.Add(new() { Value = id.ToString("N") });
            await session.ExecuteAsync(turn, cancellation);
        }
        if (await session.LoadAsync<Dashboard>(id, cancellation) is not { ArchivedAt: null } found || found.Tenant != tenant)
            return new DashboardAnswer("There is no such dashboard.");
        var (problem, happened) = decide(found);
        if (problem is not null || happened is null)
            return new DashboardAnswer(problem, found);
        session.Events.Append(id, happened);
        return new DashboardAnswer(null, Dashboard.Evolve(found, id, happened));
    }
}
