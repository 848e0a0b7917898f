namespace Platform.Contracts.Dashboards;

/// <summary>A dashboard is kept under a name. Stream: the dashboard's own id, in the default tenant.</summary>
public sealed record DashboardDefined(string Tenant, string Name, string By, DateTimeOffset At);

/// <summary>The dashboard has another name.</summary>
public sealed record DashboardRenamed(string Name, string By, DateTimeOffset At);

/// <summary>An insight was put on the dashboard, moved on it, or given another size.</summary>
/// <param name="Place">From 0, among the others.</param>
/// <param name="Width">Columns of twelve.</param>
/// <param name="Height">Rows.</param>
public sealed record TilePlaced(Guid Insight, int Place, int Width, int Height, string By, DateTimeOffset At);

/// <summary>An insight was taken off the dashboard.</summary>
public sealed record TileRemoved(Guid Insight, string By, DateTimeOffset At);

/// <summary>Whoever has the link may look at the dashboard; a link from before does not lead here any more.</summary>
/// <param name="Digest">SHA-256 of what the link ends with, in lower-case hexadecimal: the link itself is nowhere stored.</param>
public sealed record DashboardShared(string Digest, string By, DateTimeOffset At);

/// <summary>The link does not lead here any more.</summary>
public sealed record SharingRevoked(string By, DateTimeOffset At);

/// <summary>The dashboard is not offered any more, and neither is its link.</summary>
public sealed record DashboardArchived(string By, DateTimeOffset At);

/// <summary>An insight on a dashboard.</summary>
public sealed record Tile(Guid Insight, int Width, int Height);

/// <summary>A dashboard as its events define it.</summary>
public sealed record Dashboard
{
    /// <summary>Stream id.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant's slug.</summary>
    public required string Tenant { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What is on it, in reading order.</summary>
    public IReadOnlyList<Tile> Tiles { get; init; } = [];

    /// <summary>The digest of its link; null while it is not shared.</summary>
    public string? ShareDigest { get; init; }

    /// <summary>When it was shared.</summary>
    public DateTimeOffset? SharedAt { get; init; }

    /// <summary>When it was archived; null while it is offered.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>The dashboard after an event; unknown events change nothing.</summary>
    public static Dashboard? Evolve(Dashboard? dashboard, Guid id, object happened) => (dashboard, happened) switch
    {
        (null, DashboardDefined defined) => new() { Id = id, Tenant = defined.Tenant, Name = defined.Name },
        (not null, DashboardRenamed renamed) => dashboard with { Name = renamed.Name },
        (not null, TilePlaced placed) => dashboard with { Tiles = Placed(dashboard.Tiles, placed) },
        (not null, TileRemoved removed) => dashboard with { Tiles = [.. dashboard.Tiles.Where(tile => tile.Insight != removed.Insight)] },
        (not null, DashboardShared shared) => dashboard with { ShareDigest = shared.Digest, SharedAt = shared.At },
        (not null, SharingRevoked) => dashboard with { ShareDigest = null, SharedAt = null },
        (not null, DashboardArchived archived) => dashboard with { ArchivedAt = archived.At, ShareDigest = null, SharedAt = null },
        _ => dashboard,
    };

    private static List<Tile> Placed(IReadOnlyList<Tile> tiles, TilePlaced placed)
    {
        var others = tiles.Where(tile => tile.Insight != placed.Insight).ToList();
        others.Insert(Math.Clamp(placed.Place, 0, others.Count), new Tile(placed.Insight, placed.Width, placed.Height));
        return others;
    }
}
