using Weasel.Postgresql.Tables;

namespace Platform.Ingest.Storing;

/// <summary>Every message id ever stored: what makes accepting twice a success that stores once, for ever.</summary>
internal sealed class MessageIdTable : Table
{
    public MessageIdTable() : base("ingest.message_ids")
    {
        AddColumn<string>("tenant").AsPrimaryKey();
        AddColumn<Guid>("id").AsPrimaryKey();
    }
}
