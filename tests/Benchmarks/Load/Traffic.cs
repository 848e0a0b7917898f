using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Platform.Tests.Benchmarks.Load;

/// <summary>
/// Events of a made-up shop, each a function of seed and number: three of four are page views over 200 pages, the rest
/// actions, now and then somebody says who they are. About 600 bytes each.
/// </summary>
/// <param name="eventsPerVisit">Consecutive events that one visitor makes; 1 spreads every event over the visitors.</param>
internal sealed class Traffic(int seed, int visitors = 50_000, int eventsPerVisit = 1)
{
    private const int Pages = 200;
    private static readonly string[] Countries = ["DE", "US", "FR", "GB", "IN", "BR", "JP", "AT"];
    private static readonly string[] Referrers = ["https://www.google.com/", "https://news.example/today", "https://duckduckgo.com/", "https://social.example/feed"];
    private static readonly string[] Agents =
    [
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
    ];

    /// <summary>What message ids begin with; the event's number follows.</summary>
    public string Prefix { get; } = $"bench-{seed.ToString(CultureInfo.InvariantCulture)}-";

    /// <summary>The body of a batch request with the events from a number on.</summary>
    public void WriteBatch(IBufferWriter<byte> body, long first, int count, Func<long, DateTimeOffset> at)
    {
        using var json = new Utf8JsonWriter(body, new() { SkipValidation = true });
        json.WriteStartObject();
        json.WriteStartArray("batch");
        for (var number = first; number < first + count; number++)
            Write(json, number, at(number));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The body of a request with one event, and its path.</summary>
    public string WriteSingle(IBufferWriter<byte> body, long number, DateTimeOffset at)
    {
        using var json = new Utf8JsonWriter(body, new() { SkipValidation = true });
        return "/v1/" + Write(json, number, at);
    }

    private string Write(Utf8JsonWriter json, long number, DateTimeOffset at)
    {
        var (own, visit) = (Mix(number), Mix(number / eventsPerVisit + (1L << 40)));
        var visitor = visit % (ulong)visitors;
        var page = own / 7 % Pages;
        var type = (own % 100) switch { < 76 => "page", < 99 => "track", _ => "identify" };
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("messageId", Prefix + number.ToString(CultureInfo.InvariantCulture));
        json.WriteString("anonymousId", "visitor-" + visitor.ToString("x8", CultureInfo.InvariantCulture));
        json.WriteString("timestamp", at.UtcDateTime);
        WriteWhat(json, type, own, visitor);
        json.WriteStartObject("context");
        json.WriteString("userAgent", Agents[visitor % (ulong)Agents.Length]);
        json.WriteString("locale", "en-GB");
        json.WriteStartObject("page");
        json.WriteString("url", $"https://shop.example/category/{page % 20}/product/{page}?from=menu");
        json.WriteString("path", $"/category/{page % 20}/product/{page}");
        json.WriteString("title", $"Product {page} - Example Shop");
        json.WriteString("referrer", visit / 11 % 5 == 0 ? Referrers[visit / 13 % (ulong)Referrers.Length] : "https://shop.example/");
        json.WriteEndObject();
        json.WriteStartObject("location");
        json.WriteString("country", Countries[visitor % (ulong)Countries.Length]);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        return type;
    }

    private static void WriteWhat(Utf8JsonWriter json, string type, ulong own, ulong visitor)
    {
        if (type == "identify")
            json.WriteString("userId", $"user-{visitor}");
        if (type == "track")
            json.WriteString("event", (own / 3 % 10) switch { < 6 => "Product Added", < 9 => "Checkout Started", _ => "Order Completed" });
        json.WriteStartObject(type == "identify" ? "traits" : "properties");
        if (type == "identify")
            json.WriteString("plan", visitor % 3 == 0 ? "pro" : "free");
        else
        {
            json.WriteString("variant", own % 2 == 0 ? "a" : "b");
            json.WriteNumber("price", 20 + own / 5 % 400);
            json.WriteString("currency", "EUR");
        }
        json.WriteEndObject();
    }

    // SplitMix64: a well mixed function of seed and number.
    private ulong Mix(long number)
    {
        var z = (ulong)number * 0x9E3779B97F4A7C15 + (ulong)seed * 0xD1B54A32D192ED03 + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
