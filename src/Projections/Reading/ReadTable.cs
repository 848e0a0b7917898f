using Weasel.Postgresql.Tables;

namespace Platform.Projections.Reading;

/// <summary>A table of a read model, in the schema <c>read</c>; every one is scoped by tenant.</summary>
internal sealed class ReadTable : Table
{
    public ReadTable(string name, string[] key, params (string Name, string Type)[] columns) : base($"read.{name}")
    {
        AddColumn("tenant", "text").AsPrimaryKey();
        foreach (var (column, type) in columns)
        {
            var added = AddColumn(column, type);
            if (key.Contains(column))
                added.AsPrimaryKey();
        }
    }
}
