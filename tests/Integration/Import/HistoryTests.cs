using System.IO.Compression;
using System.Text.Json;

namespace Platform.Tests.Integration.Import;

/// <summary>Figures that Plausible exports are told as figures of the past, and are no visit of anybody.</summary>
public class HistoryTests(PlatformFixture platform)
{
    private const string Question = """
        query ($by: HistoryDimension!) { history(range: { from: "2021-12-30T00:00:00Z", to: "2022-02-01T00:00:00Z" }, by: $by, first: 2) {
          tools days { day figures { visitors visits views bounces durationSeconds events } } rows { value figures { visitors visits views } } } }
        """;

    private static readonly (string File, string Table)[] Tables =
    [
        ("imported_visitors_20211229_20220101.csv", "\"date\",\"visitors\",\"pageviews\",\"bounces\",\"visits\",\"visit_duration\"\n\"2021-12-29\",9,9,9,9,9\n\"2021-12-30\",5,50,2,7,8640\n\"2022-01-01\",3,4,2,3,43\nsoon,1,1,1,1,1\n"),
        ("imported_sources_20211229_20220101.csv", "\"date\",\"source\",\"referrer\",\"utm_source\",\"utm_medium\",\"utm_campaign\",\"utm_content\",\"utm_term\",\"pageviews\",\"visitors\",\"visits\",\"visit_duration\",\"bounces\"\n"
            + "\"2021-12-30\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",30,3,4,100,1\n\"2022-01-01\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",2,1,1,1,1\n\"2021-12-30\",\"Google\",\"google.com\",\"\",\"organic\",\"\",\"\",\"\",20,2,3,75,1\n"),
        ("imported_pages_20211229_20220101.csv", "\"date\",\"hostname\",\"page\",\"visits\",\"visitors\",\"pageviews\",\"total_scroll_depth\",\"total_scroll_depth_visits\"\n"
            + "\"2021-12-30\",\"shop.example\",\"/a, b\",3,2,4,,\n\"2021-12-30\",\"shop.example\",\"/\",5,4,40,100,2\n\"2022-01-01\",\"shop.example\",\"/\",1,1,1,,\n\"2022-01-01\",\"shop.example\",\"/c\",1,1,x,,\n"),
        ("imported_entry_pages_20211229_20220101.csv", "\"date\",\"entry_page\",\"visitors\",\"entrances\",\"visit_duration\",\"bounces\",\"pageviews\"\n\"2021-12-30\",\"/\",5,6,1,2,50\n"),
        ("imported_locations_20211229_20220101.csv", "\"date\",\"country\",\"region\",\"city\",\"visitors\",\"visits\",\"visit_duration\",\"bounces\",\"pageviews\"\n\"2021-12-30\",\"AT\",\"AT-6\",2778067,3,4,5,1,6\n\"2021-12-30\",\"AT\",\"\",0,1,1,5,1,6\n\"2021-12-30\",\"AT\",\"\",0,1,1,5,1,6\n"),
        ("imported_custom_events_20211229_20220101.csv", "\"date\",\"name\",\"link_url\",\"path\",\"visitors\",\"events\"\n\"2021-12-30\",\"Bought\",\"\",\"\",2,3\n"),
    ];

    [Fact]
    public async Task Every_table_of_the_archive_is_told_by_day_and_by_value_once_and_no_other_figure_knows_of_it()
    {
        var tenant = await platform.Host.AddTenantAsync();
        using var sent = await platform.Host.BatchAsync(tenant, [new { type = "page", anonymousId = "a", messageId = "1", timestamp = "2021-12-30T10:00:00Z", properties = new { path = "/" } }]);
        foreach (var file in Files(tenant))
        {
            var (exitCode, output) = await platform.Host.RunAsync("import", file, "--format", "plausible", "--tenant", tenant);
            Assert.True(exitCode == 0, output);
        }
        await platform.Host.CaughtUpAsync();

        var pages = await AskAsync(tenant, "PAGE");
        Assert.Equal("""["plausible"]""", pages.GetProperty("tools").GetRawText());
        Assert.Equal("""[{"day":"2021-12-30","figures":{"visitors":5,"visits":7,"views":50,"bounces":2,"durationSeconds":8640,"events":null}},{"day":"2022-01-01","figures":{"visitors":3,"visits":3,"views":4,"bounces":2,"durationSeconds":43,"events":null}}]""",
            pages.GetProperty("days").GetRawText());
        Assert.Equal("/ 5 6 41, /a, b 2 3 4", Rows(pages));
        Assert.Equal(" 4 5 32, Google 2 3 20", Rows(await AskAsync(tenant, "SOURCE")));
        Assert.Equal("/ 5 6 50", Rows(await AskAsync(tenant, "ENTRY_PAGE")));
        Assert.Equal("AT 5 6 18", Rows(await AskAsync(tenant, "COUNTRY")));
        Assert.Equal("Bought 2  ", Rows(await AskAsync(tenant, "ACTION")));
        Assert.Equal("", Rows(await AskAsync(tenant, "BROWSER")));

        var overview = (await platform.Host.AskAsync(tenant, """{ overview(range: { from: "2021-12-01T00:00:00Z", to: "2022-02-01T00:00:00Z" }) { current { events sessions visitors } } }"""));
        Assert.Equal("""{"events":1,"sessions":1,"visitors":1}""", overview.GetProperty("overview").GetProperty("current").GetRawText());
        var letters = await platform.Host.ScalarAsync<string[]>($"select array_agg(data ->> 'message' order by data ->> 'message') from mt_doc_deadletter where tenant_id = '{tenant}'");
        Assert.All(letters, letter => Assert.True(
            letter.Contains("ine 5: 'date' must be a day", StringComparison.Ordinal) || letter.Contains("ine 5: 'pageviews' is 'x'", StringComparison.Ordinal), letter));
    }

    // The whole archive, then a table of it alone, then the archive once more.
    private IEnumerable<string> Files(string tenant)
    {
        var archive = Path.Combine(platform.Host.Data, tenant + ".zip");
        using (var zip = ZipFile.Open(archive, ZipArchiveMode.Create))
            foreach (var (name, table) in Tables)
                using (var writer = new StreamWriter(zip.CreateEntry(name).Open()))
                    writer.Write(table);
        var alone = Path.Combine(platform.Host.Data, tenant + ".csv");
        File.WriteAllText(alone, Tables[2].Table);
        return [archive, alone, archive];
    }

    private async Task<JsonElement> AskAsync(string tenant, string by) => (await platform.Host.AskAsync(tenant, Question, new { by })).GetProperty("history");

    private static string Rows(JsonElement answer) => string.Join(", ", answer.GetProperty("rows").EnumerateArray().Select(row =>
        $"{row.GetProperty("value").GetString()} {Figure(row, "visitors")} {Figure(row, "visits")} {Figure(row, "views")}"));

    private static string Figure(JsonElement row, string name) => row.GetProperty("figures").GetProperty(name).ToString();
}
