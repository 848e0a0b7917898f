using System.Globalization;
using System.Text.Json;

namespace Platform.Tests.Integration.Projections;

public class InsightTests(PlatformFixture platform)
{
    private const string Range = """range: { from: "2026-10-20T00:00:00Z", to: "2026-10-30T00:00:00Z" }""";
    private const string Steps = """steps: [{ match: { name: "page_viewed" } }, { match: { name: "Signed up" } }], window: "P1D" """;
    private static readonly DateTimeOffset Day = new(2026, 10, 20, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_insight_answers_through_GraphQL()
    {
        var tenant = await platform.Host.AddTenantAsync();
        // Ada views, then signs up a minute later and comes back the day after; Bob only views; Cyd signs up without a view.
        await SendAsync(tenant, ("ada", "/", 0), ("ada", "/pricing", 1), ("ada", null, 2), ("ada", "/docs", 1_440), ("bob", "/", 5), ("cyd", null, 7));

        var answer = await platform.Host.AskAsync(tenant, $$"""
            {
              funnel(input: { {{Range}}, {{Steps}} }) { conversion fromReadModel timeToConvert { count median histogram(bins: 2) { count } }
                steps { index label count conversionFromStart medianTimeFromPrevious persons { totalCount nodes { visitorIds } } dropped: persons(dropped: true) { nodes { visitorIds } } } }
              retention(input: { {{Range}}, start: { name: "page_viewed" }, return: { name: "*" }, period: DAY, periods: 3 }) { cohorts { size counts } mean timeZone
                back: persons(start: "2026-10-20T00:00:00Z", period: 1) { totalCount nodes { visitorIds } } }
              attribution(input: { {{Range}}, conversion: { name: "Signed up" }, property: "page", models: [LAST_TOUCH, LINEAR] }) { conversions rows { value credits { model conversions } }
                persons(model: LINEAR, value: "/") { nodes { visitorIds } } }
              paths(input: { {{Range}} }) { paths links { step source target count } }
              stickiness(input: { {{Range}}, match: { name: "*" } }) { days { daysActive persons } persons(daysActive: 2) { totalCount nodes { visitorIds } } }
              lifecycle(input: { {{Range}}, granularity: DAY, match: { name: "*" } }) { periods { new returning resurrecting dormant }
                gone: persons(start: "2026-10-21T00:00:00Z", state: DORMANT) { nodes { visitorIds } } }
              trend(input: { {{Range}}, granularity: DAY, formula: "B / A", movingAverage: 2, breakdowns: ["event", "page"], series: [{ match: { name: "*" } }, { match: { name: "*" }, aggregate: UNIQUE_PERSONS }] }) { series { key breakdown total movingAverage { value } } }
              persons({{Range}}, match: [{ name: "page_viewed" }], segment: { match: [{ didNot: { name: "Signed up" } }] }) { totalCount nodes { visitorIds } }
              lineage({{Range}}, match: [{ name: "Signed up" }]) { projection events sampleEventIds digest sequence lastSequence }
            }
            """);

        var funnel = answer.GetProperty("funnel");
        Assert.Equal("[2,1]", Json(funnel.GetProperty("steps"), step => step.GetProperty("count")));
        Assert.Equal(0.5, funnel.GetProperty("conversion").GetDouble());
        Assert.Equal("PT2M", funnel.GetProperty("steps")[1].GetProperty("medianTimeFromPrevious").GetString());
        Assert.Equal("""[["ada"]]""", Json(funnel.GetProperty("steps")[1].GetProperty("persons").GetProperty("nodes"), person => person.GetProperty("visitorIds")));
        Assert.Equal("""[["bob"]]""", Json(funnel.GetProperty("steps")[0].GetProperty("dropped").GetProperty("nodes"), person => person.GetProperty("visitorIds")));
        Assert.Equal("[2,1,0]", answer.GetProperty("retention").GetProperty("cohorts")[0].GetProperty("counts").GetRawText());
        Assert.Equal("""[["(none)",1,1],["/",1,1]]""", Json(answer.GetProperty("attribution").GetProperty("rows"), row =>
            JsonSerializer.SerializeToElement(row.GetProperty("credits").EnumerateArray().Select(credit => (object)credit.GetProperty("conversions").GetDouble()).Prepend(row.GetProperty("value")))));
        Assert.Equal("""{"nodes":[{"visitorIds":["ada"]}]}""", answer.GetProperty("attribution").GetProperty("persons").GetRawText());
        Assert.Equal("""{"paths":3,"links":[{"step":1,"source":"/","target":"/pricing","count":1}]}""", answer.GetProperty("paths").GetRawText());
        Assert.Equal("[2,1,0,0,0,0,0,0,0,0]", Json(answer.GetProperty("stickiness").GetProperty("days"), day => day.GetProperty("persons")));
        Assert.Equal("""{"totalCount":1,"nodes":[{"visitorIds":["ada"]}]}""", answer.GetProperty("retention").GetProperty("back").GetRawText());
        Assert.Equal("""{"totalCount":1,"nodes":[{"visitorIds":["ada"]}]}""", answer.GetProperty("stickiness").GetProperty("persons").GetRawText());
        Assert.Equal("[\"bob\",\"cyd\"]", JsonSerializer.Serialize(answer.GetProperty("lifecycle").GetProperty("gone").GetProperty("nodes").EnumerateArray()
            .Select(person => person.GetProperty("visitorIds")[0].GetString()).Order(StringComparer.Ordinal)));
        Assert.Equal("""{"new":3,"returning":0,"resurrecting":0,"dormant":0}""", answer.GetProperty("lifecycle").GetProperty("periods")[0].GetRawText());
        Assert.Equal("""{"new":0,"returning":1,"resurrecting":0,"dormant":2}""", answer.GetProperty("lifecycle").GetProperty("periods")[1].GetRawText());
        Assert.Contains(answer.GetProperty("trend").GetProperty("series").EnumerateArray(), line => line.GetProperty("breakdown").GetRawText() == """["page_viewed","/"]""" && line.GetProperty("total").GetDouble() == 1);
        Assert.Equal("""{"totalCount":1,"nodes":[{"visitorIds":["bob"]}]}""", answer.GetProperty("persons").GetRawText());
        await RecomputeAsync(tenant, answer.GetProperty("lineage"));
    }

    [Fact]
    public async Task A_funnel_is_answered_as_it_was_known_and_what_moved_it_is_told()
    {
        var tenant = await platform.Host.AddTenantAsync();
        await SendAsync(tenant, ("ada", "/", 0), ("bob", "/", 5));
        var before = await platform.Host.ScalarAsync<DateTime>($"select max(timestamp) from mt_events where tenant_id = '{tenant}'");
        await SendAsync(tenant, ("ada", null, 2));
        using var joined = await platform.Host.BatchAsync(tenant, [new { type = "alias", previousId = "bob", userId = "ada", messageId = "join" }]);
        Assert.True(joined.IsSuccessStatusCode);
        await platform.Host.CaughtUpAsync();
        var after = await platform.Host.ScalarAsync<DateTime>($"select max(timestamp) from mt_events where tenant_id = '{tenant}'");

        var change = (await platform.Host.AskAsync(tenant, $$"""
            query ($from: DateTime!, $to: DateTime!) { funnelChange(input: { {{Range}}, {{Steps}} }, knownFrom: $from, knownTo: $to) {
                before { steps { count } } after { steps { count } } explanation correction { lateEvents joins events { nodes { name } } } } }
            """, new { from = before, to = after })).GetProperty("funnelChange");

        Assert.Equal("[2,0]", Json(change.GetProperty("before").GetProperty("steps"), step => step.GetProperty("count")));
        Assert.Equal("[1,1]", Json(change.GetProperty("after").GetProperty("steps"), step => step.GetProperty("count")));
        Assert.Equal("""{"lateEvents":1,"joins":1,"events":{"nodes":[{"name":"Signed up"}]}}""", change.GetProperty("correction").GetRawText());
        Assert.Equal("1 late event and 1 join moved step 2 from 0 (0.0 %) to 1 (100.0 %).", change.GetProperty("explanation")[1].GetString());
    }

    // Anyone with the stored events can: the digest is over their ids in order of sequence.
    private async Task RecomputeAsync(string tenant, JsonElement lineage)
    {
        Assert.Equal(2, lineage.GetProperty("events").GetInt64());
        Assert.Equal(await platform.Host.ScalarAsync<string>($"""
            select encode(sha256(convert_to(string_agg(replace(id::text, '-', '') || E'\n', '' order by seq_id), 'utf8')), 'hex')
            from mt_events where tenant_id = '{tenant}' and type = 'action_tracked'
            """), lineage.GetProperty("digest").GetString());
    }

    private async Task SendAsync(string tenant, params (string Visitor, string? Page, int Minute)[] events)
    {
        using var response = await platform.Host.BatchAsync(tenant, events.Select(e => (object)new
        {
            type = e.Page is null ? "track" : "page", @event = "Signed up", anonymousId = e.Visitor, messageId = $"{e.Visitor} {e.Minute}",
            timestamp = Day.AddMinutes(e.Minute).ToString("O", CultureInfo.InvariantCulture), context = e.Page is null ? (object)new { } : new { page = new { path = e.Page } },
        }));
        Assert.True(response.IsSuccessStatusCode);
        await platform.Host.CaughtUpAsync();
    }

    private static string Json(JsonElement list, Func<JsonElement, JsonElement> part) => $"[{string.Join(',', list.EnumerateArray().Select(item => part(item).GetRawText()))}]";
}
