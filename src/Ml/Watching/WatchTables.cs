using Weasel.Postgresql.Tables;

namespace Platform.Ml.Watching;

/// <summary>What is known of each tenant's series, as of some minute: what came since is taken in again from the rollups.</summary>
internal sealed class WatchTable : Table
{
    public WatchTable() : base("ml.watches")
    {
        AddColumn<string>("tenant").AsPrimaryKey();
        AddColumn("state", "bytea").NotNull();
    }
}

/// <summary>Minutes in which nobody was there to receive events.</summary>
internal sealed class GapTable : Table
{
    public GapTable() : base("ml.gaps")
    {
        AddColumn<long>("from_minute").AsPrimaryKey();
        AddColumn<long>("to_minute").NotNull();
    }
}

/// <summary>The last minute that was watched as it closed, in one row.</summary>
internal sealed class SeenTable : Table
{
    public SeenTable() : base("ml.seen")
    {
        AddColumn<int>("id").AsPrimaryKey();
        AddColumn<long>("minute").NotNull();
    }
}
