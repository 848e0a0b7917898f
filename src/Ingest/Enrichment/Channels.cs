using Platform.Contracts.Events;

namespace Platform.Ingest.Enrichment;

/// <summary>Marketing channels, in the order in which the rules are asked; the groups follow the common default channel grouping.</summary>
internal static class Channels
{
    private static readonly string[] Search =
        ["google", "bing", "duckduckgo", "yahoo", "baidu", "yandex", "ecosia", "qwant", "startpage", "brave", "naver", "seznam", "ask", "kagi"];
    private static readonly string[] Social =
        ["facebook", "instagram", "twitter", "t.co", "x.com", "linkedin", "lnkd.in", "reddit", "pinterest", "tiktok", "mastodon", "threads",
         "bsky", "quora", "tumblr", "vk.com", "weibo", "news.ycombinator", "lobste.rs", "snapchat", "whatsapp", "telegram", "t.me", "discord"];
    private static readonly string[] Video = ["youtube", "youtu.be", "vimeo", "twitch", "dailymotion", "bilibili"];
    private static readonly string[] Shopping = ["amazon", "ebay", "etsy", "alibaba", "walmart", "shopping"];
    private static readonly string[] Assistants = ["chatgpt", "chat.openai", "perplexity", "claude.ai", "gemini.google", "copilot"];
    private static readonly string[] Mail = ["mail.google", "outlook.", "mail.yahoo", "mail.proton", "gmx."];
    private static readonly string[] Paid = ["cpc", "ppc", "paid", "paidsearch", "paid-search", "cpm", "retargeting", "sem", "paidsocial", "paid-social"];

    private static readonly (string Channel, Func<Signs, bool> Holds)[] Rules =
    [
        ("Email", s => s.Medium is "email" or "e-mail" or "newsletter" || s.Source is "email" or "newsletter" || Any(Mail, s.Host)),
        ("Affiliates", s => s.Medium is "affiliate" or "affiliates"),
        ("Push", s => s.Medium is "push" or "notification"),
        ("SMS", s => s.Medium is "sms" || s.Source is "sms"),
        ("Display", s => s.Medium is "display" or "banner" or "cpm" or "interstitial"),
        ("Paid Social", s => s.IsPaid && (Any(Social, s.Source) || Any(Social, s.Host) || s.ClickId is "fbclid" or "ttclid" or "li_fat_id")),
        ("Paid Video", s => s.IsPaid && (Any(Video, s.Source) || Any(Video, s.Host))),
        ("Paid Shopping", s => s.IsPaid && Any(Shopping, s.Source)),
        ("Paid Search", s => s.ClickId is "gclid" or "msclkid" or "gbraid" or "wbraid" || s.IsPaid && (Any(Search, s.Source) || Any(Search, s.Host))),
        ("Paid Other", s => s.IsPaid),
        ("AI Assistant", s => Any(Assistants, s.Host) || Any(Assistants, s.Source)),
        ("Organic Video", s => s.Medium is "video" || Any(Video, s.Host) || Any(Video, s.Source)),
        ("Organic Social", s => s.Medium is "social" or "social-network" or "social-media" || Any(Social, s.Host) || Any(Social, s.Source)),
        ("Organic Shopping", s => Any(Shopping, s.Host)),
        ("Organic Search", s => s.Medium is "organic" || Any(Search, s.Host) || Any(Search, s.Source)),
        ("Referral", s => s.Medium is "referral" || s.Host.Length > 0),
        ("Campaign", s => s.Source.Length > 0),
    ];

    /// <summary>The channel of a page view; "Direct" where nothing tells of another.</summary>
    public static string Of(CampaignContext? campaign, string? referrerHost)
    {
        var signs = new Signs(
            (campaign?.Source ?? "").ToLowerInvariant(), (campaign?.Medium ?? "").ToLowerInvariant(), campaign?.ClickId ?? "", referrerHost ?? "");
        return Rules.FirstOrDefault(rule => rule.Holds(signs)).Channel ?? "Direct";
    }

    private static bool Any(string[] names, string text) => text.Length > 0 && Array.Exists(names, name => Names(name, text));

    // Whole labels, or every host with "task" in it were a search engine, and microsoft.com were t.co.
    private static bool Names(string name, string text) => $".{text}.".Contains($".{name.TrimEnd('.')}.", StringComparison.Ordinal);

    private sealed record Signs(string Source, string Medium, string ClickId, string Host)
    {
        public bool IsPaid => Paid.Contains(Medium) || ClickId.Length > 0 && ClickId is not "fbclid";
    }
}
