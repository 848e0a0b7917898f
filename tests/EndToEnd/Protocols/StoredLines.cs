using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Platform.Tests.EndToEnd.Protocols;

/// <summary>What a client's run left in the store, one line an event, with what differs from run to run made the same.</summary>
internal static partial class StoredLines
{
    public static async Task<long> LastAsync(HostProcess host) => await host.ScalarAsync<long>("select coalesce(max(seq_id), 0) from mt_events");

    /// <summary>The tenant's events after a place in the store, in no particular order of visitors, hence sorted.</summary>
    public static async Task<IReadOnlyList<string>> AfterAsync(HostProcess host, string tenant, long place)
    {
        var lines = new List<string>();
        await using var connection = new Npgsql.NpgsqlConnection(host.ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("select type, data::text from mt_events where tenant_id = $1 and seq_id > $2 order by seq_id", connection);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = place });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            lines.Add(Line(reader.GetString(0), JsonElement.Parse(reader.GetString(1))));
        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private static string Line(string type, JsonElement data)
    {
        var (origin, context) = (data.GetProperty("origin"), data.GetProperty("context"));
        var line = new StringBuilder(type);
        Tell(line, "action", Text(data, "action"));
        Tell(line, "is", Text(data, "userId") ?? Text(data, "previousId") ?? Text(data, "groupId"));
        Tell(line, "visitor", Text(origin, "visitorId"));
        Tell(line, "user", Text(origin, "userId"));
        Tell(line, "session", Text(origin, "sessionId"));
        var at = origin.GetProperty("occurredAt").GetDateTimeOffset();
        Tell(line, "at", (origin.GetProperty("receivedAt").GetDateTimeOffset() - at).Duration() < TimeSpan.FromMinutes(2) ? "now" : at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        var assigned = origin.TryGetProperty("messageIdAssigned", out var none) && none.GetBoolean();
        var id = Text(origin, "messageId")!;
        Tell(line, "id", assigned ? "none" : OfTheTests().IsMatch(id) ? id : "theirs");
        Tell(line, "library", Text(origin, "library"));
        foreach (var name in new[] { "page", "campaign", "device" })
            if (context.TryGetProperty(name, out var part))
                Tell(line, name, part.GetRawText());
        foreach (var name in new[] { "referrer", "channel", "language", "country", "city" })
            Tell(line, name, Text(context, name));
        Tell(line, "initially", data.TryGetProperty("initialTraits", out var initial) ? initial.GetRawText() : null);
        Tell(line, "properties", data.GetProperty("properties").GetRawText());
        return Measured().Replace(Moment().Replace(Uuid().Replace(Hash().Replace(Port().Replace(line.ToString(), "shop.localhost"), "(hash)"), "(uuid)"), "(time)"), "\"$1\": (measured)");
    }

    private static void Tell(StringBuilder line, string name, string? value)
    {
        if (value is not null)
            line.Append(' ').Append(name).Append('=').Append(value);
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("^(0195f000-|[a-z]{2}-[0-9])")]
    private static partial Regex OfTheTests();

    [GeneratedRegex("(?!0195f000)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex("shop.localhost:[0-9]+")]
    private static partial Regex Port();

    [GeneratedRegex(@"\b1[78][0-9]{11}\b")]
    private static partial Regex Moment();

    [GeneratedRegex("""\"(engagement_ms|scroll_depth|\$prev_pageview_\w+)\": [0-9.]+""")]
    private static partial Regex Measured();

    [GeneratedRegex(@"\b[0-9a-f]{32}\b")]
    private static partial Regex Hash();
}
