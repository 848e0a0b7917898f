using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Platform.Tests.Integration.Import;

public class RestartTests(PlatformFixture platform)
{
    private const int Lines = 20_000;
    private const int Broken = 40;

    [Fact]
    public async Task An_import_that_was_killed_goes_on_and_stores_every_line_once()
    {
        var tenant = await platform.Host.AddTenantAsync();
        var file = await FileAsync(tenant);

        using (var import = platform.Host.StartVerb("import", file, "--format", "jsonl", "--tenant", tenant))
        {
            await HostProcess.UntilAsync(async () => import.HasExited || await CountAsync(tenant) > 0);
            import.Kill();
            await import.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        Assert.InRange(await CountAsync(tenant), 1, Lines - 1);
        var (exitCode, output) = await platform.Host.RunAsync("import", file, "--format", "jsonl", "--tenant", tenant);

        Assert.True(exitCode == 0, output);
        Assert.Contains($"{Lines} lines: {Lines - Broken} events, {Broken} refused", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Searching", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening", output, StringComparison.Ordinal);
        Assert.Equal(Lines - Broken, await CountAsync(tenant));
        Assert.Equal(Broken, await LettersAsync(tenant));
    }

    [Fact]
    public async Task An_import_that_is_told_to_stop_pauses_after_a_batch_and_the_same_command_does_only_the_rest()
    {
        var tenant = await platform.Host.AddTenantAsync();
        var file = await FileAsync(tenant);
        using (var import = platform.Host.StartVerb("import", file, "--format", "segment", "--tenant", tenant))
        {
            await HostProcess.UntilAsync(async () => import.HasExited || await ReachedAsync(tenant) > 0);
            using var stop = Process.Start("kill", ["-TERM", import.Id.ToString(CultureInfo.InvariantCulture)]);
            await import.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.NotEqual(0, import.ExitCode);
            Assert.Contains("The import is paused. Run the same command to go on.", await import.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        }
        var reached = await ReachedAsync(tenant);
        Assert.InRange(reached, 1_000, Lines - 1);
        Assert.Equal(reached, await CountAsync(tenant) + await LettersAsync(tenant));

        var (exitCode, output) = await platform.Host.RunAsync("import", file, "--format", "segment", "--tenant", tenant);
        Assert.True(exitCode == 0, output);
        Assert.Contains($"{Lines} lines: {Lines - Broken} events, {Broken} refused", output, StringComparison.Ordinal);
        Assert.Equal((Lines - Broken, Broken), (await CountAsync(tenant), await LettersAsync(tenant)));
        Assert.Equal(0, await platform.Host.ScalarAsync<long>($"select coalesce(sum(events), 0)::bigint from ingest.counts where tenant = '{tenant}' and kind = 'duplicate'"));

        (exitCode, output) = await platform.Host.RunAsync("import", file, "--format", "segment", "--tenant", tenant);
        Assert.True(exitCode == 0, output);
        Assert.Contains("This file was imported before; nothing was done.", output, StringComparison.Ordinal);
        Assert.Equal((Lines - Broken, Broken), (await CountAsync(tenant), await LettersAsync(tenant)));
    }

    [Fact]
    public async Task What_Segment_exports_is_stored_as_it_was_and_what_cannot_be_read_is_a_dead_letter()
    {
        var tenant = await platform.Host.AddTenantAsync();
        var file = Path.Combine(platform.Host.Data, $"{tenant}.json");
        await File.WriteAllLinesAsync(file,
        [
            """{"type":"page","messageId":"p","anonymousId":"a","originalTimestamp":"2020-05-01T10:00:09.000Z","sentAt":"2020-05-01T10:00:10.000Z","receivedAt":"2020-05-01T09:00:10.000Z","timestamp":"2020-05-01T09:00:09.000Z","properties":{"path":"/x"},"context":{"page":{"path":"/x"}}}""",
            """{"type":"identify","messageId":"i","anonymousId":"a","userId":"u","timestamp":"2020-05-01T09:01:00.000Z","traits":{"plan":"pro"}}""",
            "", "no json", """{"type":"track","anonymousId":"a"}""",
        ], TestContext.Current.CancellationToken);
        var (exitCode, output) = await platform.Host.RunAsync("import", file, "--format", "segment", "--tenant", tenant);

        Assert.True(exitCode == 0, output);
        Assert.Contains("5 lines: 2 events, 2 refused, 1 left out", output, StringComparison.Ordinal);
        var stored = await platform.Host.ScalarAsync<string[]>(
            $"select array_agg(type || ' ' || (data #>> '{"{origin,messageId}"}') || ' ' || (data #>> '{"{origin,occurredAt}"}') order by seq_id) from mt_events where tenant_id = '{tenant}'");
        Assert.Equal(["page_viewed p 2020-05-01T09:00:09+00:00", "visitor_identified i 2020-05-01T09:01:00+00:00"], stored);
        Assert.Equal(2, await platform.Host.ScalarAsync<long>($"select count(*) from mt_doc_deadletter where tenant_id = '{tenant}'"));
    }

    [Theory]
    [InlineData("there-is-no-such-file", "jsonl", "There is no file")]
    [InlineData("host.lock", "xml", "is not known; use apache, nasa-tsv")]
    public async Task What_cannot_be_imported_is_said(string file, string format, string expected)
    {
        var tenant = await platform.Host.AddTenantAsync();
        var (exitCode, output) = await platform.Host.RunAsync("import", Path.Combine(platform.Host.Data, file), "--format", format, "--tenant", tenant);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    // One line in five hundred cannot be read; many lines are the same as others.
    private async Task<string> FileAsync(string tenant)
    {
        var file = Path.Combine(platform.Host.Data, $"{tenant}.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, Lines).Select(n => n % (Lines / Broken) == 7 ? $"broken {n}" : JsonSerializer.Serialize(new
        {
            type = "track", @event = "Read", anonymousId = $"v{n % 500}", timestamp = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(n % 7_000).ToString("O", CultureInfo.InvariantCulture),
            properties = new { page = n % 7_000 },
        })), TestContext.Current.CancellationToken);
        return file;
    }

    private Task<long> LettersAsync(string tenant) => platform.Host.ScalarAsync<long>($"select count(*) from mt_doc_deadletter where tenant_id = '{tenant}'");

    private Task<long> ReachedAsync(string tenant) => platform.Host.ScalarAsync<long>($"select coalesce(max(lines), 0) from ingest.imports where tenant = '{tenant}'");

    private Task<long> CountAsync(string tenant) => platform.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'");
}
