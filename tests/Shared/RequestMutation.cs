using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Tests;

/// <summary>
/// Makes something wrong in a request: in its method, address, headers or body, and inside what these hold, however it is wrapped: compressed, as lines,
/// as a form, as base64, as JSON within JSON. What comes out is a function of the random numbers.
/// </summary>
internal static class RequestMutation
{
    private static readonly string[] Nasty =
    [
        "null", "true", "-1", "1e999", "0.1", "9007199254740993", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\u202e\U0001F642\"", "[]", "{}", "[[[[[[]]]]]]",
        "{\"a\":{\"a\":{\"a\":{}}}}", "\"2999-01-01T00:00:00Z\"", "\"0001-01-01\"", "\"9999-12-31T23:59:59.9999999+14:00\"", "\"undefined\"", "\"%00%ff\"", "{\"__proto__\":1}",
        "1767323045000000000000", "-9223372036854775808", "\"https://[::1\"", "\"/\"", "\"?\"", "\"a=b&a=c\"", "\"eyJhIjoxfQ==\"", "[null,null]", "{\"\":\"\"}",
    ];

    private static readonly string[] Methods = ["GET", "POST", "OPTIONS", "HEAD", "PUT", "DELETE"];

    // Paths that no capture has, but clients do.
    private static readonly string[] OtherPaths =
        ["/v1/screen", "/v1/alias", "/v1/group", "/v1/batch/", "/v1/import", "/api/s/s2s/batch", "/api/s/alias", "/capture", "/decide", "/flags", "/groups/", "/piwik.php", "/g/collect", "/com.snowplowanalytics.iglu/v1", "/a.js"];

    private static readonly (string Name, string Value)[] OtherHeaders =
    [
        ("Content-Encoding", "gzip"), ("Content-Encoding", "br"), ("Content-Encoding", "deflate"), ("Content-Encoding", "identity"), ("Content-Type", "application/json"),
        ("Content-Type", "application/cloudevents+json"), ("Content-Type", "application/cloudevents-batch+json"), ("Content-Type", "multipart/form-data; boundary=x"), ("Content-Type", ";"),
        ("Authorization", "Basic"), ("Authorization", "Basic ////"), ("Authorization", "Bearer demo"), ("X-Forwarded-For", "203.0.113.9, ::1, x"), ("X-Forwarded-Proto", "gopher"),
        ("Origin", "https://shop.example"), ("Origin", "null"), ("Referer", "https://shop.example/?a=%ff"), ("Accept-Language", "de-AT;q=2,*"), ("Cookie", "platform=x"),
        ("User-Agent", "Googlebot/2.1"), ("DNT", "1"), ("Sec-GPC", "1"), ("x-umami-cache", "eyJhbGciOiJIUzI1NiJ9.e30.x"), ("x-write-key", "demo"), ("x-client-ip", "256.1.1.1"),
        ("ce-specversion", "0.3"), ("ce-id", ""), ("ce-time", "yesterday"), ("openpanel-client-id", "demo"), ("Accept", "image/gif"), ("If-Modified-Since", "never"), ("Range", "bytes=0-0"),
    ];

    public static CapturedRequest Of(Random random)
    {
        var request = Any(random);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            request = random.Next(16) switch
            {
                0 => request with { Path = Address(random, request.Path) },
                1 or 2 => request with { Path = Query(random, request.Path) },
                3 => request with { Path = random.Next(3) == 0 ? Pick(random, OtherPaths) : Any(random).Path },
                4 => request with { Headers = request.Headers.Where(_ => random.Next(2) == 0).ToDictionary() },
                5 or 6 => request with { Headers = Headers(random, request.Headers) },
                7 => request with { Method = random.Next(4) == 0 ? Pick(random, Methods) : request.Method },
                8 => request with { Body = Bytes(random, request.Body) },
                9 => request with { Body = Compress(random, request.Body) },
                10 => request with { Body = Any(random).Body },
                _ => request with { Body = Inside(random, request.Body) },
            };
        return request;
    }

    /// <summary>Changes what the content holds, and wraps it again as it was.</summary>
    public static byte[] Inside(Random random, byte[] content)
    {
        if (content is [0x1F, 0x8B, ..] && Decompressed(content) is { } unpacked)
            return Gzip(Inside(random, unpacked));
        if (Structure(random, content) is { } changed)
            return changed;
        var text = Encoding.UTF8.GetString(content);
        if (FromBase64(text) is { } decoded)
            return Encoding.UTF8.GetBytes(Convert.ToBase64String(Inside(random, decoded)));
        if (text.Contains('\n', StringComparison.Ordinal) && text.StartsWith('{'))
            return Encoding.UTF8.GetBytes(Part(random, text, '\n', line => Encoding.UTF8.GetString(Inside(random, Encoding.UTF8.GetBytes(line)))));
        return text.IndexOf('=', StringComparison.Ordinal) is > 0 and < 40 ? Encoding.UTF8.GetBytes(Form(random, text)) : Bytes(random, content);
    }

    private static CapturedRequest Any(Random random) => CapturedRequest.All[random.Next(CapturedRequest.All.Count)];

    private static T Pick<T>(Random random, T[] choice) => choice[random.Next(choice.Length)];

    private static string Part(Random random, string text, char separator, Func<string, string> change)
    {
        var parts = text.Split(separator).ToList();
        var at = random.Next(parts.Count);
        switch (random.Next(8))
        {
            case 0:
                parts.RemoveAt(at);
                break;
            case 1:
                parts.Insert(at, parts[at]);
                break;
            default:
                parts[at] = change(parts[at]);
                break;
        }
        return string.Join(separator, parts);
    }

    private static string Form(Random random, string text) => Part(random, text, '&', pair =>
    {
        var (name, value) = pair.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at ? (pair[..at], pair[(at + 1)..]) : (pair, "");
        if (random.Next(8) == 0)
            return $"{Escape(random, Bytes(random, Encoding.Latin1.GetBytes(name)))}={value}";
        var plain = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(value.Replace('+', ' ')));
        return $"{name}={Escape(random, random.Next(4) == 0 ? Encoding.UTF8.GetBytes(Pick(random, Nasty)) : Inside(random, plain))}";
    });

    // Mostly as browsers do, now and then as nobody should.
    private static string Escape(Random random, byte[] value) =>
        string.Concat(value.Select(one => (char.IsAsciiLetterOrDigit((char)one) || one is (byte)'-' or (byte)'_' or (byte)'.') || (random.Next(64) == 0 && one is > 32 and < 127 and not (byte)'#') ? ((char)one).ToString() : $"%{one:x2}"));

    private static string Query(Random random, string path)
    {
        var at = path.IndexOf('?', StringComparison.Ordinal);
        return at < 0 ? $"{path}?{Form(random, "key=demo&data=e30%3D")}" : $"{path[..at]}?{Form(random, path[(at + 1)..])}";
    }

    // What stands in an address stays one that a client can send.
    private static string Address(Random random, string path) =>
        "/" + string.Concat(Bytes(random, Encoding.Latin1.GetBytes(path.TrimStart('/'))).Select(one => one is > 32 and < 127 and not (byte)'#' and not (byte)'\\' ? ((char)one).ToString() : $"%{one:x2}"));

    private static Dictionary<string, string> Headers(Random random, Dictionary<string, string> headers)
    {
        var changed = new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase);
        if (random.Next(2) == 0 || changed.Count == 0)
        {
            var (name, value) = Pick(random, OtherHeaders);
            changed[name] = value;
            return changed;
        }
        var header = changed.ElementAt(random.Next(changed.Count));
        // A client's library refuses control characters; all else can be sent.
        changed[header.Key] = string.Concat(Bytes(random, Encoding.Latin1.GetBytes(header.Value)).Where(one => one is >= 32 and not 127).Select(one => (char)one));
        return changed;
    }

    // A field of the JSON gets another value, goes, or comes twice; or what its text holds changes. Null where there is no JSON.
    private static byte[]? Structure(Random random, byte[] content)
    {
        var places = new List<(JsonNode? Value, Action<JsonNode?> Put)>();
        var marker = $"\"{random.NextInt64():x}\"";
        try
        {
            var root = JsonNode.Parse(content);
            if (root is not (JsonObject or JsonArray))
                return null;
            Collect(root, places);
            if (places.Count == 0)
                return Encoding.UTF8.GetBytes(Pick(random, Nasty));
            var (value, put) = places[random.Next(places.Count)];
            var inside = random.Next(3) == 0 && value is JsonValue text && text.GetValueKind() == JsonValueKind.String
                ? JsonSerializer.Serialize(Encoding.UTF8.GetString(Inside(random, Encoding.UTF8.GetBytes(text.GetValue<string>()))))
                : Pick(random, Nasty);
            put(JsonNode.Parse(marker));
            var changed = root.ToJsonString();
            return Encoding.UTF8.GetBytes(random.Next(12) == 0 ? Twice(changed, marker, inside) : changed.Replace(marker, inside, StringComparison.Ordinal));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or ArgumentException)
        {
            return null; // an earlier change left no JSON, or half a character
        }
    }

    // The same member twice, with two values.
    private static string Twice(string json, string marker, string value)
    {
        var at = json.IndexOf(marker, StringComparison.Ordinal);
        var name = at > 1 && json[at - 1] == ':' ? json.LastIndexOf('"', at - 3) : -1;
        return name < 0 ? json.Replace(marker, value, StringComparison.Ordinal) : $"{json[..at]}{value},{json[name..at]}{value}{json[(at + marker.Length)..]}";
    }

    private static void Collect(JsonNode? node, List<(JsonNode?, Action<JsonNode?>)> places)
    {
        if (node is JsonObject members)
            foreach (var (name, value) in members.ToList())
            {
                places.Add((value, other => members[name] = other));
                Collect(value, places);
            }
        else if (node is JsonArray items)
            for (var index = 0; index < items.Count; index++)
            {
                var place = index;
                places.Add((items[place], other => items[place] = other));
                Collect(items[index], places);
            }
    }

    private static byte[] Bytes(Random random, byte[] body)
    {
        var bytes = body.ToList();
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(random.Next(1, 16), bytes.Count - at);
            switch (random.Next(4))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    if (at < bytes.Count)
                        bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }
        return [.. bytes];
    }

    private static byte[] Compress(Random random, byte[] body)
    {
        if (random.Next(3) > 0)
            return Gzip(body);
        using var packed = new MemoryStream();
        using (Stream stream = random.Next(2) == 0 ? new BrotliStream(packed, CompressionLevel.Fastest) : new ZLibStream(packed, CompressionLevel.Fastest))
            stream.Write(body);
        return packed.ToArray();
    }

    private static byte[] Gzip(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
            stream.Write(body);
        return packed.ToArray();
    }

    private static byte[]? Decompressed(byte[] body)
    {
        try
        {
            using var plain = new MemoryStream();
            using (var stream = new GZipStream(new MemoryStream(body), CompressionMode.Decompress))
                stream.CopyTo(plain);
            return plain.Length < 1 << 20 ? plain.ToArray() : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static byte[]? FromBase64(string text)
    {
        if (text.Length < 8)
            return null;
        var usual = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var decoded = new byte[usual.Length];
        return Convert.TryFromBase64String(usual.PadRight((usual.Length + 3) / 4 * 4, '='), decoded, out var length) && length > 1 && decoded[0] is (byte)'{' or (byte)'['
            ? decoded[..length]
            : null;
    }
}
