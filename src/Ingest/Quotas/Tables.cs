using Weasel.Postgresql.Tables;

namespace Platform.Ingest.Quotas;

/// <summary>
/// What became of events, by hour of receipt: stored, duplicate, late, dropped (by reason). Written by the transaction that
/// stores them, so it is exact; several rows a key, told apart by the writing connection, so that no two writers wait for each other.
/// </summary>
internal sealed class CountTable : Table
{
    public CountTable() : base("ingest.counts")
    {
        AddColumn<string>("tenant").AsPrimaryKey();
        AddColumn<string>("source").AsPrimaryKey();
        AddColumn("hour", "timestamptz").AsPrimaryKey();
        AddColumn<string>("kind").AsPrimaryKey();
        AddColumn<string>("detail").AsPrimaryKey();
        AddColumn<int>("shard").AsPrimaryKey();
        AddColumn<long>("events").NotNull();
        AddColumn("last_at", "timestamptz").NotNull();
    }
}

/// <summary>Events that a source stored in a calendar month, in as many parts as connections wrote them.</summary>
internal sealed class MonthTable : Table
{
    public MonthTable() : base("ingest.usage_month")
    {
        AddColumn<string>("tenant").AsPrimaryKey();
        AddColumn<string>("source").AsPrimaryKey();
        AddColumn("month", "timestamptz").AsPrimaryKey();
        AddColumn<int>("shard").AsPrimaryKey();
        AddColumn<long>("events").NotNull();
    }
}

/// <summary>Events that a source with a limit a minute stored in the last minutes.</summary>
internal sealed class MinuteTable : Table
{
    public MinuteTable() : base("ingest.usage_minute")
    {
        AddColumn<string>("tenant").AsPrimaryKey();
        AddColumn<string>("source").AsPrimaryKey();
        AddColumn("minute", "timestamptz").AsPrimaryKey();
        AddColumn<long>("events").NotNull();
    }
}
