using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Ingest.Protocols;
using Platform.Ingest.Protocols.Segment;

namespace Platform.Ingest.Import;

/// <summary>Which column of a table is which field of an event.</summary>
public sealed record CsvMapping
{
    /// <summary>The fields that a column, or a constant, can be.</summary>
    public static IReadOnlyList<string> Fields { get; } =
    [
        "type", "event", "name", "messageId", "anonymousId", "userId", "previousId", "groupId", "sessionId", "timestamp", "url", "path", "title", "referrer",
        "userAgent", "language", "country", "region", "city",
    ];

    /// <summary>Every column is the field that it is called, or a property.</summary>
    public static CsvMapping ByName { get; } = new();

    private IReadOnlyDictionary<string, string> Sources { get; init; } = Fields.ToDictionary(field => field, field => field);

    /// <summary>Reads <c>field=column,field='constant',…</c>; fields that it does not name are looked for under their own names.</summary>
    /// <exception cref="FormatException">It names a field that there is none of.</exception>
    public static CsvMapping Parse(string text)
    {
        var sources = ByName.Sources.ToDictionary();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is [var field, { Length: > 0 } source] && Fields.Contains(field))
                sources[field] = source;
            else
                throw new FormatException($"'{part}' maps nothing; write field=column or field='constant', the fields being {string.Join(", ", Fields)}.");
        return new CsvMapping { Sources = sources };
    }

    /// <summary>The mapping in full, the same for the same one.</summary>
    public override string ToString() => string.Join(',', Sources.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}"));

    internal string? ValueOf(string field, JsonElement row) =>
        Sources[field] is ['\'', .. var constant] ? constant.TrimEnd('\'') : Field.Loose(row, Sources[field]);

    internal bool Names(string column) => Sources.Values.Contains(column);
}

/// <summary>Reads a table of any origin as messages of the Segment HTTP API; columns that are no field are properties.</summary>
internal sealed class CsvReader(CsvMapping mapping) : ImportReader
{
    public override bool Table => true;

    public override IEnumerable<Imported> Read(ImportRecord record, ImportRun run)
    {
        string? Value(string field) => mapping.ValueOf(field, record.Row);
        var at = Value("timestamp") is { } text
            ? Field.Epoch(JsonSerializer.SerializeToElement(new { timestamp = text }), "timestamp")!.Value
            : throw new FormatException("There is no column for 'timestamp', or it is empty: when it happened.");
        var type = Value("type") ?? (Value("event") is null ? "page" : "track");
        var properties = new JsonObject(record.Row.EnumerateObject().Where(column => !mapping.Names(column.Name))
            .Select(column => KeyValuePair.Create(column.Name, Typed(column.Value.GetString()!))));
        var message = new JsonObject
        {
            ["type"] = type.ToLowerInvariant(),
            [type is "identify" or "group" ? "traits" : "properties"] = properties,
            ["timestamp"] = at.ToString("O", CultureInfo.InvariantCulture),
            ["context"] = new JsonObject
            {
                ["page"] = Present(("url", Value("url")), ("path", Value("path")), ("title", Value("title")), ("referrer", Value("referrer"))),
                ["location"] = Present(("country", Value("country")), ("region", Value("region")), ("city", Value("city"))),
                ["userAgent"] = Value("userAgent"),
                ["locale"] = Value("language"),
            },
        };
        foreach (var field in new[] { "event", "name", "messageId", "anonymousId", "userId", "previousId", "groupId", "sessionId" })
            if (Value(field) is { } value)
                message[field] = value;
        var json = JsonSerializer.SerializeToElement(message);
        var (read, refused) = SegmentReader.Read(json, default, null, new RawContext());
        if (read is null)
            throw new FormatException(refused!.Message);
        if ((read.AnonymousId ?? read.UserId) is null)
            throw new FormatException("There is no column for 'anonymousId' or 'userId', or both are empty: who did it.");
        return [new(read with { MessageId = read.MessageId ?? run.MessageId(record.Text) })];
    }

    private static JsonObject Present(params (string Name, string? Value)[] fields) =>
        new(fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Value)));

    // A number is one only where its text is the number's own, so that 007 and 1e5 stay what they are.
    private static JsonNode? Typed(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && whole.ToString(CultureInfo.InvariantCulture) == text => whole,
        _ when text.Contains('.', StringComparison.Ordinal) && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var broken)
            && text[0] is not ('.' or '0') | text.StartsWith("0.", StringComparison.Ordinal) => broken,
        _ => text,
    };
}
