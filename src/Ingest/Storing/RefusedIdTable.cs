using Weasel.Postgresql.Tables;

namespace Platform.Ingest.Storing;

/// <summary>Refused events that a broker delivered, by the ids of their letters, for as long as it may deliver them again.</summary>
internal sealed class RefusedIdTable : Table
{
    public RefusedIdTable() : base("ingest.refused_ids")
    {
        AddColumn<Guid>("id").AsPrimaryKey();
        AddColumn("at", "timestamptz").NotNull().AddIndex();
    }
}
