using Platform.Projections.Questions;

namespace Platform.Projections.Exploration;

/// <summary>What a property's name means: a column of the event, something of its session or person, or a key of its own properties.</summary>
internal static class KnownProperty
{
    /// <summary>The one property that is not a text: whom an event belongs to.</summary>
    public const string Person = "person_id";

    private static readonly Dictionary<string, string> Columns = EventColumns.Text
        .ToDictionary(column => column.Name, column => "e." + column.Name)
        .With("event", "e.name").With("visitor_id", "e.visitor_id").With("session_id", "(select s.id::varchar from sessions s where s.key = e.session)")
        .With("path", "e.page").With("url", "e.page_url").With("title", "e.page_title").With("host", "e.hostname");

    private static readonly Dictionary<string, string> OfSession = new() { ["entry_page"] = "entry_page", ["exit_page"] = "exit_page" };

    /// <summary>An expression of the property's text over <see cref="Selection"/>'s event row; null where it is missing.</summary>
    public static string Expression(string property, Sql sql)
    {
        if (Columns.TryGetValue(property, out var column))
            return column;
        if (OfSession.TryGetValue(property, out var ofSession))
            return $"(select s.{ofSession} from sessions s where s.key = e.session)";
        if (property == Person)
            throw new InvalidQuestionException($"'{Person}' can only be filtered by.");
        var path = property.StartsWith("properties.", StringComparison.Ordinal) ? property["properties.".Length..] : property;
        var keys = path.Split('.').Select(key => $"\"{key.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        return $"json_extract_string(e.properties, {sql.Value("$." + string.Join('.', keys))})";
    }

    private static Dictionary<string, string> With(this Dictionary<string, string> columns, string name, string expression)
    {
        columns[name] = expression;
        return columns;
    }
}
