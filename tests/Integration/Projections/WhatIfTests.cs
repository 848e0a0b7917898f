using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Platform.Tests.Integration.Projections;

public class WhatIfTests(PlatformFixture platform)
{
    private const string Range = """{ from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" }""";
    private const string Figures = "events persons sessions views bounceRate meanDuration viewsPerSession conversions";

    private HostProcess Host => platform.Host;

    [Fact]
    public async Task Other_rules_are_tried_beside_the_live_figures_and_nothing_is_touched()
    {
        var tenant = await Host.AddTenantAsync();
        await Traffic.SendAsync(Host, tenant, 600, seed: 11);
        var before = await StateAsync(tenant);

        var answer = await Host.AskAsync(tenant, $$"""
            {
              overview(range: {{Range}}) { current { visitors sessions views events bounceRate meanDuration viewsPerSession } }
              whatIf(input: { range: {{Range}}, sessionGap: "PT1M", conversion: { name: "page_viewed" } }) { sequence now { {{Figures}} } then { {{Figures}} } }
            }
            """);

        var (live, now, then) = (answer.GetProperty("overview").GetProperty("current"), answer.GetProperty("whatIf").GetProperty("now"), answer.GetProperty("whatIf").GetProperty("then"));
        foreach (var (figure, asked) in new[] { ("visitors", "persons"), ("sessions", "sessions"), ("views", "views"), ("events", "events") })
            Assert.Equal(live.GetProperty(figure).GetInt64(), now.GetProperty(asked).GetInt64());
        Assert.Equal(live.GetProperty("bounceRate").GetDouble(), now.GetProperty("bounceRate").GetDouble(), 9);
        Assert.Equal(Seconds(live), Seconds(now), 3);
        Assert.Equal(now.GetProperty("events").GetInt64(), then.GetProperty("events").GetInt64());
        Assert.True(then.GetProperty("sessions").GetInt64() > now.GetProperty("sessions").GetInt64());
        Assert.True(Seconds(then) < Seconds(now));
        Assert.Equal(before, await StateAsync(tenant));
    }

    [Fact]
    public async Task A_subscriber_sees_it_progress_and_whoever_leaves_has_cancelled_it()
    {
        var tenant = await Host.AddTenantAsync();
        await Traffic.SendAsync(Host, tenant, 200, seed: 12);
        using (var left = new CancellationTokenSource())
            await foreach (var progress in WatchAsync(tenant, left.Token))
            {
                Assert.Equal(JsonValueKind.Null, progress.GetProperty("result").ValueKind);
                break;
            }

        var last = default(JsonElement);
        await foreach (var progress in WatchAsync(tenant, TestContext.Current.CancellationToken))
            last = progress;

        Assert.Equal(last.GetProperty("total").GetInt64(), last.GetProperty("processed").GetInt64());
        Assert.True(last.GetProperty("result").GetProperty("then").GetProperty("sessions").GetInt64() > 0);
    }

    [Fact]
    public async Task The_command_line_tries_other_rules_with_the_host_running()
    {
        var tenant = await Host.AddTenantAsync();
        await Traffic.SendAsync(Host, tenant, 200, seed: 13);

        var (exitCode, output) = await Host.RunAsync("what-if", tenant, "--days", "3000", "--session-minutes", "1", "--leave-out", "page=/docs");

        Assert.True(exitCode == 0, output);
        Assert.Matches(@"sessions +\d+ +\d+", output);
        var (refused, problem) = await Host.RunAsync("what-if", tenant, "--leave-out", "docs");
        Assert.NotEqual(0, refused);
        Assert.Contains("PROPERTY=VALUE", problem, StringComparison.Ordinal);
    }

    // Every stored event of the tenant, every row of every read model, and what the exploration store answers.
    private async Task<string> StateAsync(string tenant) =>
        await ReadModels.DumpAsync(Host, tenant) + await Host.ScalarAsync<string>(
            $"select string_agg(e::text, E'\\n' order by seq_id) from mt_events e where tenant_id = '{tenant}'");

    private static double Seconds(JsonElement figures) => System.Xml.XmlConvert.ToTimeSpan(figures.GetProperty("meanDuration").GetString()!).TotalSeconds;

    private async IAsyncEnumerable<JsonElement> WatchAsync(string tenant, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query = $"subscription {{ whatIfProgressed(input: {{ range: {Range}, sessionGap: \"PT1M\" }}) {{ processed total result {{ then {{ sessions }} }} }} }}" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", HostProcess.AdminKey);
        request.Headers.Add("X-Tenant", tenant);
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await Host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await lines.ReadLineAsync(cancellation) is { } line)
            if (line.StartsWith("data: {", StringComparison.Ordinal))
                yield return JsonElement.Parse(line["data: ".Length..]).GetProperty("data").GetProperty("whatIfProgressed");
    }
}
