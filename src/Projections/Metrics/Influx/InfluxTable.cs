using Weasel.Postgresql.Tables;

namespace Platform.Projections.Metrics.Influx;

/// <summary>How far the mirror is, for each length of buckets, and of which edition of the rollups it is.</summary>
internal sealed class InfluxTable : Table
{
    public InfluxTable() : base("read.influx_positions")
    {
        AddColumn<string>("bucket").AsPrimaryKey();
        AddColumn<long>("sequence").NotNull();
        AddColumn<long>("generation").NotNull();
    }
}
