using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Tests.Integration.Projections;

namespace Platform.Tests.Integration.Dashboards;

public class DashboardTests(PlatformFixture platform)
{
    private const string Save = "mutation ($name: String!, $kind: InsightKind!, $question: JSON!, $span: InsightSpan!) { saveInsight(name: $name, kind: $kind, question: $question, span: $span) { id } }";
    private const string Place = "mutation ($board: ID!, $insight: ID!, $place: Int, $width: Int, $height: Int) { placeTile(dashboardId: $board, insightId: $insight, place: $place, width: $width, height: $height) { id } }";
    private const string Share = "mutation ($id: ID!) { shareDashboard(id: $id) { token path } }";

    private static readonly object Range = new { from = "2026-10-20T00:00:00Z", to = "2026-11-12T00:00:00Z" };
    private static readonly object Any = new { name = "*" };

    private static readonly (string Kind, object Question, string Field, string Answer)[] Questions =
    [
        ("TREND", new { range = Range, granularity = "DAY", series = new[] { new { match = Any } } }, "trend", "series { key label breakdown total points { start value complete } previous { start value complete } }"),
        ("FUNNEL", new { range = Range, window = "P3D", steps = new[] { new { match = new { name = "page_viewed" } }, new { match = new { name = "Step 1" } } } }, "funnel", "conversion steps { index label count conversionFromStart conversionFromPrevious medianTimeFromPrevious }"),
        ("RETENTION", new { range = Range, start = Any, @return = Any, period = "WEEK", periods = 3 }, "retention", "cohorts { start breakdown size counts rates } mean"),
        ("PATHS", new { range = Range }, "paths", "paths links { step source target count }"),
        ("LIFECYCLE", new { range = Range, granularity = "WEEK", match = Any }, "lifecycle", "periods { start new returning resurrecting dormant }"),
        ("STICKINESS", new { range = Range, match = Any }, "stickiness", "days { daysActive persons }"),
    ];

    private HostProcess Host => platform.Host;

    [Fact]
    public async Task A_shared_link_shows_the_answers_that_their_questions_have_to_strangers_until_it_is_revoked()
    {
        var (tenant, other) = (await Host.AddTenantAsync(), await Host.AddTenantAsync());
        await Traffic.SendAsync(Host, tenant, 300, seed: 4);
        var board = await DefineAsync(tenant, "Weekly");
        foreach (var (kind, question, _, _) in Questions)
            await Host.AskAsync(tenant, Place, new { board, insight = await SaveAsync(tenant, kind, question) });

        var first = await ShareAsync(tenant, board);
        var shown = await ShownAsync(first);
        Assert.Equal(Questions.Select(question => question.Kind), shown.GetProperty("tiles").EnumerateArray().Select(tile => tile.GetProperty("kind").GetString()));
        foreach (var ((kind, question, field, answer), tile) in Questions.Zip(shown.GetProperty("tiles").EnumerateArray()))
        {
            var input = char.ToUpperInvariant(field[0]) + field[1..] + "Input";
            var asked = (await Host.AskAsync(tenant, $"query ($input: {input}!) {{ {field}(input: $input) {{ {answer} }} }}", new { input = question })).GetProperty(field);
            Assert.Equal(asked.GetRawText(), tile.GetProperty("answer").GetRawText());
            Assert.False(tile.TryGetProperty("question", out _), kind);
        }
        Assert.Equal(JsonValueKind.Null, (await Host.AskAsync(other, "query ($id: ID!) { dashboard(id: $id) { id } }", new { id = board })).GetProperty("dashboard").ValueKind);

        var second = await ShareAsync(tenant, board);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(first));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(second));
        Assert.Equal(0, await Host.ScalarAsync<long>($"select count(*) from mt_events where data::text like '%{second["/shared/".Length..]}%'"));
        await Host.AskAsync(tenant, "mutation ($id: ID!) { revokeSharing(id: $id) { sharedAt } }", new { id = board });
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(second));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/shared/guessed"));
    }

    [Fact]
    public async Task Tiles_are_added_moved_resized_and_removed_and_what_cannot_be_answered_is_not_kept()
    {
        var (tenant, other) = (await Host.AddTenantAsync(), await Host.AddTenantAsync());
        var board = await DefineAsync(tenant, "Board");
        var insights = new List<string>();
        foreach (var (kind, question, _, _) in Questions.Take(3))
            insights.Add(await SaveAsync(tenant, kind, question, "LAST_28_DAYS"));
        foreach (var insight in insights)
            await Host.AskAsync(tenant, Place, new { board, insight });
        Assert.Equal("TREND 6x1, FUNNEL 6x1, RETENTION 6x1", await TilesAsync(tenant, board));

        await Host.AskAsync(tenant, Place, new { board, insight = insights[2], place = 0, width = 12, height = 2 });
        Assert.Equal("RETENTION 12x2, TREND 6x1, FUNNEL 6x1", await TilesAsync(tenant, board));
        await Host.AskAsync(tenant, "mutation ($board: ID!, $insight: ID!) { removeTile(dashboardId: $board, insightId: $insight) { id } }", new { board, insight = insights[0] });
        await Host.AskAsync(tenant, "mutation ($id: ID!) { removeInsight(id: $id) { id } }", new { id = insights[1] });
        Assert.Equal("RETENTION 12x2", await TilesAsync(tenant, board));

        Assert.Contains("1 to 12 columns", await RefusedAsync(tenant, Place, new { board, insight = insights[0], width = 13 }), StringComparison.Ordinal);
        Assert.Contains("no such dashboard", await RefusedAsync(tenant, Place, new { board = Guid.Empty.ToString("N"), insight = insights[0] }), StringComparison.Ordinal);
        Assert.Contains("no such insight", await RefusedAsync(other, Place, new { board = await DefineAsync(other, "Other"), insight = insights[0] }), StringComparison.Ordinal);
        Assert.Contains("between 1 and 32 steps", await RefusedAsync(tenant, Save, new { name = "x", kind = "FUNNEL", question = new { range = Range, window = "P1D", steps = Array.Empty<object>() }, span = "FIXED" }), StringComparison.Ordinal);
        Assert.NotEmpty(await RefusedAsync(tenant, Save, new { name = "x", kind = "TREND", question = Questions[1].Question, span = "FIXED" }));
        await Host.AskAsync(tenant, "mutation ($id: ID!) { archiveDashboard(id: $id) { id } }", new { id = board });
        Assert.Equal(0, (await Host.AskAsync(tenant, "{ dashboards { id } }")).GetProperty("dashboards").GetArrayLength());
    }

    private async Task<string> DefineAsync(string tenant, string name) =>
        (await Host.AskAsync(tenant, "mutation ($name: String!) { defineDashboard(name: $name) { id } }", new { name })).GetProperty("defineDashboard").GetProperty("id").GetString()!;

    private async Task<string> SaveAsync(string tenant, string kind, object question, string span = "FIXED") =>
        (await Host.AskAsync(tenant, Save, new { name = kind, kind, question, span })).GetProperty("saveInsight").GetProperty("id").GetString()!;

    private async Task<string> ShareAsync(string tenant, string id) =>
        (await Host.AskAsync(tenant, Share, new { id })).GetProperty("shareDashboard").GetProperty("path").GetString()!;

    private async Task<string> TilesAsync(string tenant, string id)
    {
        var tiles = (await Host.AskAsync(tenant, "query ($id: ID!) { dashboard(id: $id) { tiles { width height insight { kind document result { problem from to } } } } }", new { id })).GetProperty("dashboard").GetProperty("tiles");
        Assert.All(tiles.EnumerateArray(), tile => Assert.Equal(JsonValueKind.Null, tile.GetProperty("insight").GetProperty("result").GetProperty("problem").ValueKind));
        return string.Join(", ", tiles.EnumerateArray().Select(tile => $"{tile.GetProperty("insight").GetProperty("kind").GetString()} {tile.GetProperty("width").GetInt32()}x{tile.GetProperty("height").GetInt32()}"));
    }

    private async Task<JsonElement> ShownAsync(string path) => await Host.Http.GetFromJsonAsync<JsonElement>("/api" + path);

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var response = await Host.Http.GetAsync("/api" + path);
        return response.StatusCode;
    }

    private async Task<string> RefusedAsync(string tenant, string mutation, object variables) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => Host.AskAsync(tenant, mutation, variables))).Message;
}
