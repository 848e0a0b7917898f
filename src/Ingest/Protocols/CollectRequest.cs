using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Platform.Ingest.Protocols;

/// <summary>A collector's request: the body as bytes, and whatever its bytes, not its labels, say that it is.</summary>
internal sealed class CollectRequest
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 512 };
    private readonly byte[] _body;
    private readonly string? _notJson;
    private readonly Lazy<Dictionary<string, StringValues>> _form;

    public CollectRequest(HttpRequest http, byte[] body, IngestOptions limits)
    {
        (Http, _body, Limits) = (http, body, limits);
        (Json, _notJson) = Parse(body);
        _form = new(() => Json is null && body.Length > 0 ? QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)) : []);
        (BasicUser, BasicPassword) = Basic(http.Headers.Authorization.ToString());
        Sender = new RawContext
        {
            UserAgent = Header("User-Agent"),
            Language = Header("Accept-Language"),
            Origin = Header("Origin"),
            Address = http.HttpContext.Connection.RemoteIpAddress,
        };
    }

    /// <summary>The request itself.</summary>
    public HttpRequest Http { get; }

    /// <summary>What an event and a batch may have.</summary>
    public IngestOptions Limits { get; }

    /// <summary>The body's bytes, decompressed.</summary>
    public ReadOnlySpan<byte> Body => _body;

    /// <summary>The body's JSON; null when it is none.</summary>
    public JsonElement? Json { get; }

    /// <summary>The user name of Basic authentication.</summary>
    public string? BasicUser { get; }

    /// <summary>The password of Basic authentication.</summary>
    public string? BasicPassword { get; }

    /// <summary>What the request itself tells of its sender.</summary>
    public RawContext Sender { get; }

    /// <summary>The body's JSON.</summary>
    /// <exception cref="FormatException">It is not JSON.</exception>
    public JsonElement RequireJson() => Json ?? throw new FormatException(_notJson);

    /// <summary>The body's JSON object.</summary>
    /// <exception cref="FormatException">It is not a JSON object.</exception>
    public JsonElement RequireObject() =>
        RequireJson() is { ValueKind: JsonValueKind.Object } root ? root : throw new FormatException("The body must be a JSON object.");

    /// <summary>A header; null when it is missing or empty.</summary>
    public string? Header(string name) => Given(Http.Headers[name]);

    /// <summary>A parameter of the address; null when it is missing or empty.</summary>
    public string? Query(string name) => Given(Http.Query[name]);

    /// <summary>A field of a form in the body, whatever the body is labelled; null when it is missing or empty.</summary>
    public string? Form(string name) => _form.Value.TryGetValue(name, out var values) ? Given(values) : null;

    /// <summary>
    /// The JSON of clients that wrap it: the body itself, or the parameter <paramref name="field"/> of a form or of the address,
    /// plain or in Base64; also a body that is Base64 as a whole.
    /// </summary>
    /// <exception cref="FormatException">There is none.</exception>
    public JsonElement Unwrap(string field)
    {
        if (Json is { } plain)
            return plain;
        var wrapped = Form(field) ?? Query(field) ?? Encoding.UTF8.GetString(_body);
        return Parse(Encoding.UTF8.GetBytes(wrapped)).Json
            ?? (FromBase64(wrapped) is { } decoded ? Parse(decoded).Json : null)
            ?? throw new FormatException($"{_notJson} Send JSON, or JSON in Base64 as '{field}'.");
    }

    /// <summary>Fields of a query string as a JSON object of text, so that they are read and kept like any other message.</summary>
    public static JsonElement ToJson(IEnumerable<KeyValuePair<string, StringValues>> fields) =>
        JsonSerializer.SerializeToElement(fields.DistinctBy(field => field.Key).ToDictionary(field => field.Key, field => field.Value.ToString()));

    /// <summary>The bytes behind Base64 of either alphabet, padded or not; null when it is none.</summary>
    public static byte[]? FromBase64(string text)
    {
        var url = text.Trim().Replace('+', '-').Replace('/', '_').Replace(' ', '-').TrimEnd('=');
        return url.Length > 0 && Base64Url.IsValid(url) ? Base64Url.DecodeFromChars(url) : null;
    }

    private static (JsonElement? Json, string? NotJson) Parse(byte[] body)
    {
        try
        {
            return (JsonElement.Parse(body, Reading), null);
        }
        catch (JsonException invalid)
        {
            return (null, $"The body is not JSON (line {invalid.LineNumber + 1}, byte {invalid.BytePositionInLine}).");
        }
    }

    private static (string? User, string? Password) Basic(string header)
    {
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) || FromBase64(header[6..]) is not { } decoded)
            return (null, null);
        var pair = Encoding.UTF8.GetString(decoded).Split(':', 2);
        return (Given(pair[0]), pair.Length > 1 ? Given(pair[1]) : null);
    }

    private static string? Given(StringValues values) => values.ToString() is { Length: > 0 } text ? text : null;
}
