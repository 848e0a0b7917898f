using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;
using Platform.Ingest;
using Platform.Ingest.Quotas;
using Platform.Ingest.Steps;

namespace Platform.Tests.Unit.Sources;

public class SourceGateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 30, TimeSpan.Zero);

    [Fact]
    public void A_pattern_matches_what_the_regular_expression_of_the_same_meaning_matches() =>
        Gen.Select(Gen.String[Gen.Char["ab*"], 0, 6], Gen.String[Gen.Char["ab"], 0, 8]).Sample((pattern, text) =>
            Wildcard.Matches(pattern, text, StringComparison.Ordinal)
                == Regex.IsMatch(text, "^" + string.Join(".*", pattern.Split('*').Select(Regex.Escape)) + "$"), iter: 10_000);

    [Theory]
    [InlineData("https://shop.example", true)]
    [InlineData("https://SHOP.example", true)]
    [InlineData("https://a.shop.example", true)]
    [InlineData("http://shop.example", false)]
    [InlineData("https://shop.example.evil.example", false)]
    [InlineData("null", false)]
    [InlineData(null, true)]
    public void Pages_of_other_origins_may_not_send(string? origin, bool allowed)
    {
        var rules = new SourceRules { AllowedOrigins = ["https://shop.example", "https://*.shop.example"] };

        Assert.Equal(allowed ? null : DropReason.Blocked, SourceGate.CheckOrigin(Of(rules, context: new RawContext { Origin = origin }))?.Reason);
    }

    [Theory]
    [InlineData("heartbeat", null, null, true)]
    [InlineData("page_*", "page", "/admin*", true)]
    [InlineData("page_*", "page", "/shop*", false)]
    [InlineData("*", "plan", "free", true)]
    [InlineData("*", "plan", "pro", false)]
    [InlineData("*", "missing", "*", false)]
    public void Filters_drop_what_they_name(string name, string? property, string? value, bool dropped)
    {
        var candidate = Of(new SourceRules { Filters = [new EventFilter(name, property, value)] },
            new RawEvent(name == "heartbeat" ? EventKind.Track : EventKind.Page) { Name = "heartbeat", Properties = JsonElement.Parse("""{"plan":"free"}""") });
        candidate.Context = new EventContext { Page = new PageContext("/admin/users") };

        Assert.Equal(dropped ? DropReason.Blocked : null, SourceGate.Filter(candidate)?.Reason);
    }

    [Fact]
    public void A_disabled_source_is_unknown() =>
        Assert.Equal(DropReason.UnknownSource, SourceGate.RequireSource(Of(new SourceRules { Enabled = false }))?.Reason);

    [Theory]
    [InlineData(10, null, 4, 4, 6L, null, 30)]
    [InlineData(10, 100, 4, 100, 6L, 0L, 561_570)]
    [InlineData(10, 100, 10, 50, 0L, 50L, 30)]
    [InlineData(null, 100, 0, 40, null, 60L, 561_570)]
    public void A_quota_tells_what_is_left_and_when_it_starts_anew(int? perMinute, int? perMonth, long minute, long month, long? leftOfMinute, long? leftOfMonth, int reset)
    {
        var quota = new Quota(new SourceRules { EventsPerMinute = perMinute, EventsPerMonth = perMonth },
            new SourceUsage("shop", "web", Periods.Minute(Now), minute, Periods.Month(Now), month));

        Assert.Equal((leftOfMinute, leftOfMonth, reset), (quota.LeftOfMinute(Now), quota.LeftOfMonth(Now), (int)quota.Reset(Now).TotalSeconds));
        Assert.Equal(leftOfMinute == 0 || leftOfMonth == 0, quota.IsExhausted(Now));
        Assert.NotEqual(0, quota.LeftOfMinute(Now.AddMinutes(1)) ?? 1);
    }

    private static Candidate Of(SourceRules rules, RawEvent? raw = null, RawContext? context = null) =>
        new((raw ?? new RawEvent(EventKind.Page)) with { Context = context ?? new() }, new ResolvedSource("shop", "web", VisitorIdentification.Cookieless) { Rules = rules }, Now);
}
