using Weasel.Postgresql.Tables;

namespace Platform.Ingest.Erasure;

/// <summary>
/// Which events an erasure took away. Their ids are hashes of message ids, and they stay in the table of message ids as well: an erased
/// event that is sent again is a duplicate for ever.
/// </summary>
internal sealed class ErasedEventTable : Table
{
    public ErasedEventTable() : base("ingest.erased_events")
    {
        AddColumn<Guid>("erasure").AsPrimaryKey();
        AddColumn<Guid>("event").AsPrimaryKey();
    }
}
