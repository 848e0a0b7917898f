using System.Text;
using DuckDB.NET.Data;

namespace Platform.Projections.Exploration;

/// <summary>A statement under construction: text is ours, every value that comes from outside is a parameter.</summary>
internal sealed class Sql
{
    private readonly StringBuilder _text = new();
    private readonly List<object> _values = [];

    /// <summary>Adds text of our own.</summary>
    public Sql Add(string text)
    {
        _text.Append(text).Append('\n');
        return this;
    }

    /// <summary>Adds a value and gives its place in the text.</summary>
    public string Value(object value)
    {
        _values.Add(value is DateTimeOffset at ? at.UtcDateTime : value);
        return "$" + _values.Count;
    }

    /// <summary>The statement.</summary>
    public string Text => _text.ToString();

    /// <summary>Its values, in order of their places.</summary>
    public IReadOnlyList<object> Values => _values;

    public DuckDBCommand On(DuckDBConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = _text.ToString();
        foreach (var value in _values)
            command.Parameters.Add(new DuckDBParameter(value));
        return command;
    }
}
