using System.Globalization;
using System.Text.Json;

namespace Platform.Tests.Integration.Alerts;

public sealed class AlertTests : IAsyncLifetime
{
    private const int AtOnce = 8;
    private const int TakenBefore = 12;
    private const string Everything = """
        query ($range: TimeRange!) { alerts(range: $range, first: 500) { totalCount firingCount nodes {
          id name group since firedAt resolvedAt figure summary resolution notifications { id channel kind deliveredAt refusals problem retryAt } } } }
        """;

    private HostProcess _host = null!;
    private WebhookReceiver _receiver = null!;
    private MailServer _mail = null!;

    public async ValueTask InitializeAsync()
    {
        _mail = MailServer.Start();
        _host = await HostProcess.StartAsync(settings: new()
        {
            ["Alerts__AllowPrivateTargets"] = "true", ["Alerts__Mail__Host"] = "127.0.0.1", ["Alerts__Mail__Port"] = _mail.Port.ToString(CultureInfo.InvariantCulture),
            ["Alerts__Mail__Security"] = "None", ["Alerts__Mail__From"] = "Platform <alerts@platform.example>",
        });
        _receiver = await WebhookReceiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _receiver.DisposeAsync();
        await _mail.DisposeAsync();
    }

    [Fact]
    public async Task Whatever_is_killed_each_change_is_told_once()
    {
        var tenant = await _host.AddTenantAsync();
        // Ten minutes in which there is much, then ten in which there is little, for three hours; little at the end, so that what comes while this test runs ends nothing.
        await PlantedTraffic.AddAsync(_host, tenant, "3 hours", "case when extract(epoch from minute)::bigint / 600 % 2 = 0 and minute < now() - interval '10 minutes' then 12 else 2 end");
        await _host.CaughtUpAsync();
        var secret = await ChannelAsync(tenant, "Hook", "WEBHOOK", _receiver.Address);
        await ChannelAsync(tenant, "Chat", "SLACK", _receiver.Address);
        await ChannelAsync(tenant, "Mail", "EMAIL", "ops@shop.example, Lead <lead@shop.example>");
        var rule = await RuleAsync(tenant, new { name = "Much", metric = "events", condition = "> 10", @for = "PT3M", notify = new[] { "hook", "Chat", "mail" } });
        var from = TimeProvider.System.GetUtcNow().AddHours(-3);
        var simulated = await SimulateAsync(tenant, from, new { name = "Much", metric = "events", condition = "> 10", @for = "PT3M", notify = Array.Empty<string>() });

        // As if it had been defined then: all of the past is told at the next evaluation, in the middle of which everything is killed.
        await _host.StopAsync();
        await _host.StartAgainAsync();
        await PlantedTraffic.ExecuteAsync(_host, $"update mt_doc_alertrule set data = jsonb_set(data, '{{since}}', to_jsonb('{from:O}'::text)) where id = '{Guid.ParseExact(rule, "N")}'");
        _host.Kill();
        await _host.StartAgainAsync();
        await HostProcess.UntilAsync(() => Task.FromResult(_receiver.Taken.Count >= TakenBefore));
        _host.Kill();
        _receiver.Busy = 3;
        await _host.StartAgainAsync();
        await HostProcess.UntilAsync(async () => (await AlertsAsync(tenant)) is { Count: > 0 } alerts && Notifications(alerts).All(notification => notification.GetProperty("deliveredAt").ValueKind != JsonValueKind.Null));

        var told = await AlertsAsync(tenant);
        Assert.Equal(simulated, told.Select(Story).Order(StringComparer.Ordinal));
        Assert.InRange(simulated.Count, 7, 10);
        Assert.Equal(told.Sum(alert => alert.GetProperty("resolvedAt").ValueKind == JsonValueKind.Null ? 3 : 6), Notifications(told).Count);
        var hooks = _receiver.Taken.Where(taken => taken.Id is not null).ToList();
        Assert.Equal(Notifications(told).Where(Is("Hook")).Select(notification => "msg_" + notification.GetProperty("id").GetString()).Order(StringComparer.Ordinal), hooks.Select(hook => hook.Id!).Distinct().Order(StringComparer.Ordinal));
        // What had arrived and was not noted when the host was killed comes again under the same id; no more than are under way at once.
        Assert.InRange(hooks.Count - hooks.DistinctBy(hook => hook.Id).Count(), 0, AtOnce);
        Assert.All(hooks, hook => Assert.True(hook.IsSignedWith(secret!)));
        Assert.Contains(Notifications(told), notification => notification.GetProperty("refusals").GetInt32() > 0);
        var mails = _mail.Taken.DistinctBy(mail => mail.MessageId).ToList();
        Assert.Equal(Notifications(told).Where(Is("Mail")).Select(notification => $"{notification.GetProperty("id").GetString()}@platform.example").Order(StringComparer.Ordinal), mails.Select(mail => mail.MessageId).Order(StringComparer.Ordinal));
        Assert.InRange(_mail.Taken.Count - mails.Count, 0, AtOnce);
        Assert.Equal(told.Count, mails.Select(mail => mail.InReplyTo).Distinct().Count());
    }

    [Fact]
    public async Task What_cannot_be_kept_is_refused_with_what_to_change_and_secrets_are_never_told_again()
    {
        var (tenant, other) = (await _host.AddTenantAsync(), await _host.AddTenantAsync());
        await RefusedAsync("must begin with https://", () => ChannelAsync(tenant, "Bad", "WEBHOOK", "ftp://hooks.example/"));
        await RefusedAsync("must be e-mail addresses", () => ChannelAsync(tenant, "Bad", "EMAIL", "ops"));
        await RefusedAsync("for themselves alone", () => ChannelAsync(tenant, "Bad", "WEBHOOK", "https://169.254.169.254/latest"));
        var secret = await ChannelAsync(tenant, "Hook", "WEBHOOK", _receiver.Address + "?key=hidden");
        await RefusedAsync("There is a channel 'hook' already", () => ChannelAsync(tenant, "hook", "SLACK", _receiver.Address));
        await RefusedAsync("There is no channel 'Pager'; there are Hook.", () => RuleAsync(tenant, Few(["Pager"])));
        await RefusedAsync("There is no channel 'Hook'; define one first.", () => RuleAsync(other, Few(["Hook"])));
        await RefusedAsync("is not told apart by 'weather'", () => RuleAsync(tenant, new { name = "Few", metric = "events", dimension = "weather", condition = "< 1", notify = new[] { "Hook" } }));
        await RefusedAsync("write <, <=, > or >=", () => RuleAsync(tenant, new { name = "Few", metric = "events", condition = "few", notify = new[] { "Hook" } }));

        var rule = await RuleAsync(tenant, Few(["Hook"]));
        await RefusedAsync("There is no such rule.", () => _host.AskAsync(other, "mutation ($id: ID!) { switchAlertRule(id: $id, enabled: false) { id } }", new { id = rule }));
        var all = (await _host.AskAsync(tenant, "{ alertChannels { id name kind target } alertRules { id name enabled condition window for severity steps { after notify } } }")).ToString();
        Assert.Contains("Hook", all, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", all, StringComparison.Ordinal);
        var stored = await _host.ScalarAsync<string>($"select string_agg(data::text, '') from mt_events where type like 'alert%' and data ->> 'tenant' = '{tenant}'");
        Assert.DoesNotContain("hidden", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(secret!["whsec_".Length..], stored, StringComparison.Ordinal);

        var id = JsonElement.Parse(all).GetProperty("alertChannels")[0].GetProperty("id").GetString();
        Assert.Equal("", await TestAsync(tenant, id!));
        Assert.True(Assert.Single(_receiver.Taken).IsSignedWith(secret));
        await ChannelAsync(tenant, "Mail", "EMAIL", "ops@shop.example, Lead <lead@shop.example>");
        var mail = (await _host.AskAsync(tenant, "{ alertChannels { id name target } }")).GetProperty("alertChannels").EnumerateArray().First(channel => channel.GetProperty("name").GetString() == "Mail").GetProperty("id").GetString()!;
        Assert.Equal("", await TestAsync(tenant, mail));
        var sent = Assert.Single(_mail.Taken);
        Assert.Equal(("Test", "\"Platform\" <alerts@platform.example>", "ops@shop.example, \"Lead\" <lead@shop.example>"), (sent.Subject, sent.From.ToString(), sent.To.ToString()));
        Assert.Contains("tests this channel. Nothing is wrong.", sent.TextBody, StringComparison.Ordinal);
        _mail.Busy = 1;
        Assert.Contains("Come back later", await TestAsync(tenant, mail), StringComparison.Ordinal);
        _receiver.Busy = 1;
        Assert.Equal("The target answered 503.", await TestAsync(tenant, id!));
        await ChannelAsync(tenant, "Elsewhere", "WEBHOOK", _receiver.Address.Replace("/hook", "/away", StringComparison.Ordinal));
        var away = (await _host.AskAsync(tenant, "{ alertChannels { id name } }")).GetProperty("alertChannels").EnumerateArray().First(channel => channel.GetProperty("name").GetString() == "Elsewhere");
        Assert.Equal("The target answered 302.", await TestAsync(tenant, away.GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task Every_figure_that_can_be_watched_is_what_the_events_say()
    {
        var tenant = await _host.AddTenantAsync();
        var now = TimeProvider.System.GetUtcNow();
        using (var sent = await _host.BatchAsync(tenant,
        [
            Page("ada", now.AddMinutes(-3), "AT"), Page("bob", now.AddMinutes(-3), "DE"), Page("bob", now.AddMinutes(-2), "DE"),
            new { type = "track", @event = "Bought", anonymousId = "ada", messageId = "b1", timestamp = now.AddMinutes(-2), context = new { location = new { country = "AT" } } },
            new { type = "track", @event = "Too early", anonymousId = "ada", messageId = "f1", timestamp = now.AddDays(9) },
        ]))
            Assert.True(sent.IsSuccessStatusCode);
        var funnel = (await _host.AskAsync(tenant, "mutation ($input: FunnelInput!) { defineFunnel(name: \"Buying\", input: $input) { id } }", new
        {
            input = new { range = new { from = now.AddDays(-1), to = now.AddDays(1) }, window = "P1D", steps = new[] { new { match = new { name = "page_viewed" } }, new { match = new { name = "Bought" } } } },
        })).GetProperty("defineFunnel").GetProperty("id").GetString();
        await RefusedAsync("There is no figure 'weather'", () => RuleAsync(tenant, Watching("weather", "> 0")));
        await RefusedAsync("is not told apart by anything", () => RuleAsync(tenant, new { name = "x", metric = "drops", dimension = "country", condition = "> 0", notify = Array.Empty<string>() }));
        await RefusedAsync("There is no such funnel", () => RuleAsync(tenant, new { name = "x", funnelId = Guid.Empty.ToString("N"), condition = "> 0", notify = Array.Empty<string>() }));
        foreach (var figure in new[] { "persons", "sessions", "bounce_rate", "ingest_latency", "projection_lag", "drops", "duplicates", "events" })
            await RuleAsync(tenant, Watching(figure, figure == "duplicates" ? "< 1" : ">= 0"));
        await RuleAsync(tenant, new { name = "anomalies", metric = "anomalies", condition = "< 1", notify = Array.Empty<string>() });
        await RuleAsync(tenant, new { name = "by country", metric = "persons", dimension = "country", condition = ">= 1", window = "P1D", notify = Array.Empty<string>() });
        await RuleAsync(tenant, new { name = "conversion", funnelId = funnel, condition = "< 60 %", window = "P1D", notify = Array.Empty<string>() });

        // A minute has to close first.
        await HostProcess.UntilAsync(async () => (await AlertsAsync(tenant)).Count >= 12);
        var figures = (await AlertsAsync(tenant)).ToDictionary(alert => alert.GetProperty("name").GetString() + alert.GetProperty("group"), alert => alert.GetProperty("figure").GetDouble());
        Assert.Equal(
            [("anomalies", 0), ("bounce_rate", 0.0), ("by countryAT", 1), ("by countryDE", 1), ("conversion", 0.5), ("drops", 1), ("duplicates", 0), ("events", 4), ("persons", 2), ("sessions", 2)],
            figures.Where(figure => figure.Key is not ("projection_lag" or "ingest_latency")).Select(figure => (figure.Key, figure.Value)).OrderBy(figure => figure.Key, StringComparer.Ordinal));
        Assert.InRange(figures["projection_lag"], 0, 60);
        Assert.InRange(figures["ingest_latency"], 0.01, 60_000);
    }

    private static object Page(string visitor, DateTimeOffset at, string country) => new
    {
        type = "page", anonymousId = visitor, messageId = $"{visitor} {at:O}", timestamp = at, properties = new { path = "/" }, context = new { page = new { path = "/" }, location = new { country } },
    };

    private static object Watching(string figure, string condition) => new { name = figure, metric = figure, condition, window = "P1D", notify = Array.Empty<string>() };

    private async Task<string> TestAsync(string tenant, string id) =>
        (await _host.AskAsync(tenant, "mutation ($id: ID!) { testAlertChannel(id: $id) { problem } }", new { id })).GetProperty("testAlertChannel").GetProperty("problem").ToString();

    private static object Few(string[] notify) => new { name = "Few", metric = "events", condition = "< 1", window = "PT10M", notify, escalation = new[] { new { after = "PT15M", notify } } };

    private static async Task RefusedAsync(string reason, Func<Task> attempt) =>
        Assert.Contains(reason, (await Assert.ThrowsAsync<InvalidOperationException>(attempt)).Message.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);

    private static Func<JsonElement, bool> Is(string channel) => notification => notification.GetProperty("channel").GetString() == channel;

    private static List<JsonElement> Notifications(List<JsonElement> alerts) => [.. alerts.SelectMany(alert => alert.GetProperty("notifications").EnumerateArray())];

    private static string Story(JsonElement alert) =>
        string.Join(" ", new[] { "since", "firedAt", "resolvedAt", "figure" }.Select(name => alert.GetProperty(name).ToString()));

    private async Task<List<JsonElement>> AlertsAsync(string tenant) =>
        [.. (await _host.AskAsync(tenant, Everything, new { range = Past })).GetProperty("alerts").GetProperty("nodes").EnumerateArray()];

    private async Task<List<string>> SimulateAsync(string tenant, DateTimeOffset from, object input)
    {
        var answer = (await _host.AskAsync(tenant, "query ($input: AlertRuleInput!, $range: TimeRange!) { alertSimulation(input: $input, range: $range) { minutes alerts { group since firedAt resolvedAt figure summary } } }",
            new { input, range = new { from, to = from.AddHours(3) } })).GetProperty("alertSimulation");
        Assert.InRange(answer.GetProperty("minutes").GetInt64(), 178, 180);
        return [.. answer.GetProperty("alerts").EnumerateArray().Select(Story).Order(StringComparer.Ordinal)];
    }

    private async Task<string?> ChannelAsync(string tenant, string name, string kind, string target)
    {
        var defined = (await _host.AskAsync(tenant, "mutation ($name: String!, $kind: AlertChannelKind!, $target: String!) { defineAlertChannel(name: $name, kind: $kind, target: $target) { signingSecret channel { id target } } }",
            new { name, kind, target })).GetProperty("defineAlertChannel");
        Assert.Equal(kind == "EMAIL" ? target : new Uri(target).Authority, defined.GetProperty("channel").GetProperty("target").GetString());
        return defined.GetProperty("signingSecret").GetString();
    }

    private async Task<string> RuleAsync(string tenant, object input) =>
        (await _host.AskAsync(tenant, "mutation ($input: AlertRuleInput!) { defineAlertRule(input: $input) { id enabled firing } }", new { input })).GetProperty("defineAlertRule").GetProperty("id").GetString()!;

    private static object Past => new { from = "2000-01-01T00:00:00Z", to = "2100-01-01T00:00:00Z" };
}
