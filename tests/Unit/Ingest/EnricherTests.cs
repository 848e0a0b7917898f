using Microsoft.Extensions.Configuration;
using Platform.Ingest;
using Platform.Ingest.Enrichment;

namespace Platform.Tests.Unit.Ingest;

public class EnricherTests
{
    private static readonly Enricher Enricher = new(new Places(new ConfigurationBuilder().Build()));

    [Theory]
    [InlineData("https://shop.example/a", null, "Direct")]
    [InlineData("https://shop.example/a", "https://www.google.com/", "Organic Search")]
    [InlineData("https://shop.example/a?gclid=1", "https://www.google.com/", "Paid Search")]
    [InlineData("https://shop.example/a?utm_source=google&utm_medium=cpc", null, "Paid Search")]
    [InlineData("https://shop.example/a?utm_source=facebook&utm_medium=paid-social", null, "Paid Social")]
    [InlineData("https://shop.example/a?utm_source=news&utm_medium=email", null, "Email")]
    [InlineData("https://shop.example/a", "https://news.ycombinator.com/item?id=1", "Organic Social")]
    [InlineData("https://shop.example/a", "https://www.youtube.com/", "Organic Video")]
    [InlineData("https://shop.example/a", "https://chatgpt.com/", "AI Assistant")]
    [InlineData("https://shop.example/a", "https://task.blog.example/", "Referral")]
    [InlineData("https://shop.example/a", "https://shop.example/before", "Direct")]
    [InlineData("https://shop.example/a", "https://mail.google.com/", "Email")]
    [InlineData("https://shop.example/a", "https://outlook.live.com/", "Email")]
    [InlineData("https://shop.example/a?utm_source=partner&utm_medium=affiliate", null, "Affiliates")]
    [InlineData("https://shop.example/a?utm_source=app&utm_medium=push", null, "Push")]
    [InlineData("https://shop.example/a?utm_source=sms", null, "SMS")]
    [InlineData("https://shop.example/a?utm_source=x&utm_medium=banner", null, "Display")]
    [InlineData("https://shop.example/a?ttclid=1", "https://www.tiktok.com/", "Paid Social")]
    [InlineData("https://shop.example/a?utm_source=youtube&utm_medium=paid", null, "Paid Video")]
    [InlineData("https://shop.example/a?utm_source=amazon&utm_medium=cpc", null, "Paid Shopping")]
    [InlineData("https://shop.example/a?utm_source=somewhere&utm_medium=cpc", null, "Paid Other")]
    [InlineData("https://shop.example/a?fbclid=1", "https://l.facebook.com/", "Organic Social")]
    [InlineData("https://shop.example/a", "https://t.co/abc", "Organic Social")]
    [InlineData("https://shop.example/a", "https://www.etsy.com/", "Organic Shopping")]
    [InlineData("https://shop.example/a", "https://search.brave.com/", "Organic Search")]
    [InlineData("https://shop.example/a?utm_source=blog&utm_medium=referral", null, "Referral")]
    [InlineData("https://shop.example/a?utm_source=poster", null, "Campaign")]
    [InlineData("https://shop.example/a", "https://www.microsoft.com/", "Referral")]
    [InlineData("https://shop.example/a", "https://www.netflix.com/", "Referral")]
    [InlineData("https://shop.example/a", "https://fast.community.example/", "Referral")]
    public void The_channel_follows_from_campaign_click_id_and_referrer(string url, string? referrer, string channel) =>
        Assert.Equal(channel, Enricher.Enrich(new RawContext { PageUrl = url, Referrer = referrer }).Channel);

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge", "140", "Windows", "desktop")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1", "Safari", "18", "iOS", "mobile")]
    [InlineData("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome", "140", "Android", "mobile")]
    [InlineData("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari", "18", "iOS", "tablet")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox", "143", "Linux", "desktop")]
    public void The_user_agent_tells_browser_system_and_device(string agent, string browser, string version, string system, string type)
    {
        var device = Enricher.Enrich(new RawContext { UserAgent = agent }).Device!;

        Assert.Equal((browser, version, system, type), (device.Browser, device.BrowserVersion, device.Os, device.Type));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", true)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36", true)]
    [InlineData("UniversalFeedParser/4.2-pre-314-svn +http://feedparser.org/", true)]
    [InlineData("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", true)]
    [InlineData("Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)", true)]
    [InlineData("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", true)]
    [InlineData("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", true)]
    [InlineData("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)", true)]
    [InlineData("Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)", true)]
    [InlineData("Mozilla/5.0 (Linux; Android 11; CUBOT X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36", false)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 YaBrowser/25.8.0.0 Safari/537.36", false)]
    [InlineData("analytics-node/2.3.0", false)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", false)]
    [InlineData(null, false)]
    public void Bots_are_told_from_people_and_servers(string? agent, bool expected) => Assert.Equal(expected, Enricher.IsBot(agent));

    [Fact]
    public void Addresses_lose_query_and_fragment_and_referrers_their_www()
    {
        var context = Enricher.Enrich(new RawContext { PageUrl = "https://Shop.example/a?token=secret#x", Referrer = "https://www.google.com/search?q=private" });

        Assert.Equal(("/a", "https://shop.example/a", "google.com", "https://www.google.com/search"),
            (context.Page!.Path, context.Page.Url, context.ReferrerHost, context.Referrer));
    }
}
