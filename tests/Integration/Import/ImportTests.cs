using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Platform.Tests.Integration.Import;

public partial class ImportTests(PlatformFixture platform)
{
    private static readonly string Nasa = RepositoryFiles.PathOf("ops", "demo", "nasa_1995-08-01.tsv.gz");
    private static readonly string Apache = RepositoryFiles.PathOf("tests", "data", "apache_2015-05.log.gz");

    [Fact]
    public async Task A_real_day_becomes_the_sessions_that_a_recount_of_the_file_finds_and_a_second_import_changes_nothing()
    {
        var tenant = await platform.Host.AddTenantAsync();
        var rows = Lines(Nasa).Skip(1).Select(line => line.Split('\t')).Select(fields => (Host: fields[0], At: long.Parse(fields[2], CultureInfo.InvariantCulture))).ToList();
        var expected = rows.GroupBy(row => row.Host).Sum(host => Sessions([.. host.Select(row => row.At).Order()]));
        Assert.Equal((30_969, 2_989), (rows.Count, expected));

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var (exitCode, output) = await platform.Host.RunAsync("import", Nasa, "--format", "nasa-tsv", "--tenant", tenant);
            Assert.True(exitCode == 0, output);
            await platform.Host.CaughtUpAsync();
            var overview = (await platform.Host.AskAsync(tenant, """{ overview(range: { from: "1995-08-01T00:00:00Z", to: "1995-08-03T00:00:00Z" }) { current { events sessions visitors } } }"""))
                .GetProperty("overview").GetProperty("current");
            Assert.Equal(30_969, overview.GetProperty("events").GetInt64());
            Assert.Equal(2_989, overview.GetProperty("sessions").GetInt64());
            Assert.Equal(rows.Select(row => row.Host).Distinct().Count(), overview.GetProperty("visitors").GetInt64());
        }
    }

    [Fact]
    public async Task Every_line_of_a_disordered_log_is_an_event_or_a_bot_or_refused()
    {
        var tenant = await platform.Host.AddTenantAsync();
        var (exitCode, output) = await platform.Host.RunAsync("import", Apache, "--format", "apache", "--tenant", tenant);
        Assert.True(exitCode == 0, output);

        var counts = Summary().Match(output);
        var (lines, events, refused, leftOut) = (Number(counts, 1), Number(counts, 2), Number(counts, 3), Number(counts, 4));
        Assert.Equal(10_000, lines);
        Assert.Equal(lines, events + refused + leftOut);
        Assert.Equal(events, await platform.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'"));
        Assert.True(Number(Regex.Match(output, @"Bot: (\d+)"), 1) > 1_000, output);

        await platform.Host.CaughtUpAsync();
        var stored = await platform.Host.ScalarAsync<string[]>(
            $"select array_agg((data #>> '{{origin,visitorId}}') || ' ' || extract(epoch from (data #>> '{{origin,occurredAt}}')::timestamptz)::bigint) from mt_events where tenant_id = '{tenant}'");
        var expected = stored.Select(row => row.Split(' ')).GroupBy(row => row[0]).Sum(visitor => Sessions([.. visitor.Select(row => long.Parse(row[1], CultureInfo.InvariantCulture)).Order()]));
        var sessions = (await platform.Host.AskAsync(tenant, """{ overview(range: { from: "2015-05-01T00:00:00Z", to: "2015-06-01T00:00:00Z" }) { current { sessions } } }"""))
            .GetProperty("overview").GetProperty("current").GetProperty("sessions").GetInt64();
        Assert.Equal(expected, sessions);
    }

    // The definition over the sorted times of one visitor: a gap of more than 30 minutes, or 24 hours since the start, begins a new one.
    private static int Sessions(List<long> seconds)
    {
        var (count, start, last) = (0, long.MinValue / 2, long.MinValue / 2);
        foreach (var at in seconds)
        {
            if (at - last > 1_800 || at - start > 86_400)
                (count, start) = (count + 1, at);
            last = at;
        }
        return count;
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static long Number(Match match, int group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) lines: (\d+) events, (\d+) refused, (\d+) left out")]
    private static partial Regex Summary();
}
