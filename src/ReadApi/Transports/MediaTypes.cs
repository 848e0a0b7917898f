using Microsoft.Net.Http.Headers;

namespace Platform.ReadApi.Transports;

/// <summary>The media types of GraphQL over HTTP.</summary>
public static class MediaTypes
{
    /// <summary>The specification's own: statuses tell what happened.</summary>
    public const string Response = "application/graphql-response+json";

    /// <summary>Plain JSON: a well-formed request is answered 200 whatever the answer says.</summary>
    public const string Json = "application/json";

    /// <summary>Server-sent events, for subscriptions.</summary>
    public const string EventStream = "text/event-stream";

    /// <summary>Chooses what to answer in: the highest weight, then the first listed; nothing and <c>*/*</c> mean JSON. Null: none fits.</summary>
    public static string? Negotiate(string accept)
    {
        if (string.IsNullOrWhiteSpace(accept) || !MediaTypeHeaderValue.TryParseList(accept.Split(','), out var asked))
            return Json;
        return asked.Where(type => IsUtf8(type) && (type.Quality ?? 1) > 0)
            .Select(type => (Type: Ours(type), Weight: type.Quality ?? 1))
            .Where(choice => choice.Type is not null)
            .OrderByDescending(choice => choice.Weight)
            .FirstOrDefault().Type;
    }

    /// <summary>Whether a body of this type can be read: JSON in UTF-8.</summary>
    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) && IsUtf8(type);

    /// <summary>Whether it is a browser that wants to show a page.</summary>
    public static bool WantsPage(string accept) => accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static string? Ours(MediaTypeHeaderValue type) => type.MediaType.Value?.ToLowerInvariant() switch
    {
        Response => Response,
        Json or "application/*" or "*/*" => Json,
        EventStream => EventStream,
        _ => null,
    };
}
