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

    private static readonly Dictionary<string, string> SessionColumns = new() { ["entry_page"] = "entry_page", ["exit_page"] = "exit_page" };

    private static readonly HashSet<string> Steady =
    [
        "hostname", "referrer", "referrer_url", "channel", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "country", "region", "city",
        "device", "browser", "browser_version", "os", "os_version", "screen", "language", "source", "library",
    ];

    /// <summary>An expression of the property's text over <see cref="Selection"/>'s event row; null where it is missing.</summary>
    public static string Expression(string property, Sql sql)
    {
        if (Columns.TryGetValue(property, out var column))
            return column;
        if (SessionColumns.TryGetValue(property, out var ofSession))
            return $"(select s.{ofSession} from sessions s where s.key = e.session)";
        if (property == Person)
            throw new InvalidQuestionException($"'{Person}' can only be filtered by.");
        var path = property.StartsWith("properties.", StringComparison.Ordinal) ? property["properties.".Length..] : property;
        var keys = path.Split('.').Select(key => $"\"{key.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        return $"json_extract_string(e.properties, {sql.Value("$." + string.Join('.', keys))})";
    }

    /// <summary>The column of the session that holds the property; null where it is the event's own.</summary>
    public static string? OfSession(string property) => SessionColumns.GetValueOrDefault(property);

    /// <summary>Whether an event alone has the property: it is neither its session's nor its person's.</summary>
    public static bool IsOfEvent(string property) => property != Person && property != "session_id" && !SessionColumns.ContainsKey(property);

    /// <summary>Whether the events of a session mostly have the same value.</summary>
    public static bool IsSteady(string property) => Steady.Contains(property);

    private static Dictionary<string, string> With(this Dictionary<string, string> columns, string name, string expression)
    {
        columns[name] = expression;
        return columns;
    }
}
