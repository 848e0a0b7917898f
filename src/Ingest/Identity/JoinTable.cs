using Weasel.Postgresql.Tables;

namespace Platform.Ingest.Identity;

/// <summary>Which visitors were joined to which id, and when (valid time) for the first time.</summary>
internal sealed class JoinTable : Table
{
    public JoinTable() : base("ingest.joins")
    {
        AddColumn<string>("tenant").AsPrimaryKey();
        AddColumn<Guid>("joined_to").AsPrimaryKey();
        AddColumn<Guid>("visitor").AsPrimaryKey();
        AddColumn("at", "timestamptz").NotNull();
    }
}
