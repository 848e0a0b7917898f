using System.Globalization;
using System.Text.Json.Nodes;

namespace Platform.Host.Simulation;

/// <summary>People who visit the shop: each with a country, a device, a way of arriving and a habit of coming back.</summary>
public sealed class Crowd(Random random)
{
    private const int Regulars = 2_000;

    private static readonly (string Country, string Locale, double Share)[] Countries =
        [("DE", "de-DE", .24), ("US", "en-US", .22), ("GB", "en-GB", .12), ("FR", "fr-FR", .1), ("AT", "de-AT", .08), ("NL", "nl-NL", .07), ("IN", "en-IN", .07), ("BR", "pt-BR", .05), ("JP", "ja-JP", .05)];
    private static readonly string[] Agents =
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
        "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    ];
    private static readonly (string Referrer, string Query)[] Arrivals =
    [
        ("", ""), ("", ""), ("", ""), ("https://www.google.com/", ""), ("https://www.google.com/", ""), ("https://duckduckgo.com/", ""), ("https://www.bing.com/", ""),
        ("https://www.instagram.com/", ""), ("https://news.ycombinator.com/", ""), ("https://www.pinterest.com/", ""), ("https://chatgpt.com/", ""),
        ("", "?utm_source=newsletter&utm_medium=email&utm_campaign=autumn"), ("https://www.google.com/", "?utm_source=google&utm_medium=cpc&utm_campaign=brand&gclid=x"),
        ("https://www.facebook.com/", "?utm_source=facebook&utm_medium=paid-social&utm_campaign=lookalike"),
    ];
    private static readonly string[] Bots = ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Mozilla/5.0 (compatible; AhrefsBot/7.0)"];

    /// <summary>Somebody who comes now: a regular, somebody new, or now and then a bot.</summary>
    public Visitor Next()
    {
        if (random.NextDouble() < 0.02)
            return Make(new Random(random.Next()), $"bot-{random.Next(50)}") with { Agent = Bots[random.Next(Bots.Length)] };
        if (random.NextDouble() < 0.4)
        {
            var regular = (int)(Regulars * Math.Pow(random.NextDouble(), 2));
            return Make(new Random(regular), $"regular-{regular.ToString(CultureInfo.InvariantCulture)}");
        }
        var seed = random.Next();
        return Make(new Random(seed), $"visitor-{seed.ToString("x8", CultureInfo.InvariantCulture)}");
    }

    private static Visitor Make(Random self, string id)
    {
        var roll = self.NextDouble();
        var home = Countries.FirstOrDefault(country => (roll -= country.Share) < 0, Countries[0]);
        var arrival = Arrivals[self.Next(Arrivals.Length)];
        return new Visitor(id, home.Country, home.Locale, Agents[self.Next(Agents.Length)], arrival.Referrer, arrival.Query, 0.3 + 0.6 * self.NextDouble(), self.NextDouble() < 0.5);
    }
}

/// <summary>A simulated person.</summary>
/// <param name="Eager">How likely they go on, between 0 and 1.</param>
/// <param name="Present">Whether the browser sends heartbeats.</param>
public sealed record Visitor(string Id, string Country, string Locale, string Agent, string Referrer, string Query, double Eager, bool Present)
{
    /// <summary>A message of the Segment HTTP API for a step of this person.</summary>
    public JsonObject Message(Step step, bool first, string messageId, DateTimeOffset at) => new()
    {
        ["type"] = step.Type,
        ["event"] = step.Event,
        ["messageId"] = messageId,
        ["anonymousId"] = Id,
        ["userId"] = step.Type == "identify" ? $"customer-of-{Id}" : null,
        ["timestamp"] = at.ToString("O", CultureInfo.InvariantCulture),
        [step.Type == "identify" ? "traits" : "properties"] = step.Properties.DeepClone(),
        ["context"] = new JsonObject
        {
            ["userAgent"] = Agent,
            ["locale"] = Locale,
            ["location"] = new JsonObject { ["country"] = Country },
            ["page"] = new JsonObject
            {
                ["url"] = $"https://shop.example{step.Path}{(first ? Query : "")}",
                ["path"] = step.Path,
                ["title"] = step.Path == "/" ? "Shop" : step.Path.Split('/')[^1].Replace('-', ' '),
                ["referrer"] = first ? Referrer : "https://shop.example/",
            },
        },
    };
}
