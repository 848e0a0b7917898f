using Weasel.Postgresql.Tables;

namespace Platform.Ingest.Messages;

/// <summary>How far other systems were told.</summary>
internal sealed class ToldTable : Table
{
    public ToldTable() : base("ingest.told")
    {
        AddColumn<string>("name").AsPrimaryKey();
        AddColumn<long>("position").NotNull();
    }
}
