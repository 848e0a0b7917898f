using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Platform.Projections.Reading;

/// <summary>A table of a read model, in the schema <c>read</c>; every one is scoped by tenant.</summary>
internal sealed class ReadTable : Table
{
    /// <summary>Where readers find read models.</summary>
    public const string LiveSchema = "read";

    private readonly string _name;
    private readonly string[] _key;
    private readonly (string Name, string Type)[] _own;

    public ReadTable(string name, string[] key, params (string Name, string Type)[] columns) : this(LiveSchema, name, key, columns)
    {
    }

    private ReadTable(string schema, string name, string[] key, (string Name, string Type)[] columns) : base($"{schema}.{name}")
    {
        (_name, _key, _own) = (name, key, columns);
        AddColumn("tenant", "text").AsPrimaryKey();
        foreach (var (column, type) in columns)
        {
            var added = AddColumn(column, type);
            if (key.Contains(column))
                added.AsPrimaryKey();
        }
    }

    /// <summary>Columns, after the tenant, by which rows are found that the key does not lead to.</summary>
    public string[] FoundBy
    {
        get;
        init
        {
            field = value;
            if (value.Length > 0)
                Indexes.Add(new IndexDefinition($"{_name}_by_{string.Join('_', value)}") { Columns = ["tenant", .. value] });
        }
    } = [];

    /// <summary>The table's name without its schema.</summary>
    public string Name => _name;

    /// <summary>The columns that tell rows apart, the tenant first.</summary>
    public IEnumerable<string> Key => _key.Prepend("tenant");

    /// <summary>The statement that makes the same table, empty, in another schema.</summary>
    public string CreateIn(string schema)
    {
        using var text = new StringWriter();
        new ReadTable(schema, _name, _key, _own) { FoundBy = FoundBy }.WriteCreateStatement(new PostgresqlMigrator { TableCreation = CreationStyle.CreateIfNotExists }, text);
        return text.ToString().Replace("CREATE INDEX ", "CREATE INDEX IF NOT EXISTS ", StringComparison.Ordinal);
    }
}
