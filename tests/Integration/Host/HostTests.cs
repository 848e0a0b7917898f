using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Platform.Tests.Integration.Host;

public class HostTests(PlatformFixture platform)
{
    [Theory]
    [InlineData("/graphql?query={viewer{name}}", 401)]
    [InlineData("/api/viewer", 401)]
    [InlineData("/nothing/of/this/name.json", 401)]
    [InlineData("/health/live", 200)]
    [InlineData("/health/ready", 200)]
    [InlineData("/", 200)]
    public async Task Nothing_answers_without_credentials_but_health_collectors_and_the_page(string path, int status) =>
        Assert.Equal(status, (int)(await platform.Host.Http.GetAsync(path)).StatusCode);

    [Fact]
    public async Task A_write_key_can_only_write()
    {
        var tenant = await platform.Host.AddTenantAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ viewer { name } }" }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tenant);

        Assert.Equal(HttpStatusCode.Unauthorized, (await platform.Host.Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task One_logs_in_with_the_printed_password_and_guessing_is_slowed_down()
    {
        await using var host = await HostProcess.StartAsync();
        var password = Regex.Match(host.Said, "password ([a-z0-9]+) ").Groups[1].Value;
        using var right = await host.Http.PostAsJsonAsync("/api/login", new { name = "admin", password });
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Contains("httponly", Assert.Single(right.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);

        var statuses = new List<HttpStatusCode>();
        for (var attempt = 0; attempt < 9; attempt++)
            statuses.Add((await host.Http.PostAsJsonAsync("/api/login", new { name = "admin", password = "wrong" })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, statuses[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);

        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/api/logout");
        foreign.Headers.Add("Origin", "https://evil.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Http.SendAsync(foreign)).StatusCode);
    }

    [Fact]
    public async Task A_second_host_on_the_same_directory_is_refused_and_so_is_one_of_a_newer_PostgreSQL()
    {
        await using (var host = await HostProcess.StartAsync())
        {
            var (exitCode, output) = await host.RunAsync("--Urls=http://127.0.0.1:0");
            Assert.Equal(2, exitCode);
            Assert.Contains("Another host runs on the data directory", output, StringComparison.Ordinal);

            await host.StopAsync();
            var version = Path.Combine(host.Data, "postgres", "PG_VERSION");
            var before = await File.ReadAllTextAsync(version);
            await File.WriteAllTextAsync(version, "99\n");
            (exitCode, output) = await host.RunAsync("--Urls=http://127.0.0.1:0");
            Assert.Equal(2, exitCode);
            Assert.Contains("newer than any server here", output, StringComparison.Ordinal);
            await File.WriteAllTextAsync(version, before);
            await host.StartAgainAsync();
        }
    }

    [Fact]
    public async Task Every_wrong_setting_is_named_with_its_value_and_what_is_allowed()
    {
        var (exitCode, output) = await platform.Host.RunAsync("--Modules=foo", "--Port=99999", "--Ingest:Writers=0", "--Auth:AdminKey=short");

        Assert.Equal(2, exitCode);
        Assert.All(["Modules is 'foo'", "Port is '99999'", "Ingest:Writers is '0'", "Auth:AdminKey has 5"], part => Assert.Contains(part, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ingest")]
    [InlineData("projections")]
    [InlineData("ingest,projections")]
    public async Task Each_role_starts_alone(string modules)
    {
        await using var host = await HostProcess.StartAsync(settings: new() { ["Modules"] = modules });

        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task Metrics_tell_of_accepted_events()
    {
        var tenant = await platform.Host.AddTenantAsync();
        using var sent = await platform.Host.BatchAsync(tenant, [new { type = "track", @event = "x", userId = "u" }]);

        Assert.Contains("platform_ingest_accepted", await platform.Host.Http.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }
}
