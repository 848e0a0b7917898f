using System.Diagnostics;

namespace Platform.Tests.Integration.Host;

public class UserTests
{
    [Fact]
    public async Task An_ordinary_user_runs_the_host_and_its_PostgreSQL()
    {
        var data = Directory.CreateTempSubdirectory("platform-").FullName;
        try
        {
            string[] launcher = Environment.UserName == "root" ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"] : [];
            if (launcher.Length > 0)
                using (var own = Process.Start("chown", ["nobody:nogroup", data]))
                    await own.WaitForExitAsync(TestContext.Current.CancellationToken);
            await using var host = await HostProcess.StartAsync(data, new() { ["HOME"] = data }, launcher);
            var tenant = await host.AddTenantAsync();
            using var sent = await host.BatchAsync(tenant, [new { type = "page", anonymousId = "a" }]);

            Assert.True(sent.IsSuccessStatusCode);
            var server = int.Parse(File.ReadLines(Path.Combine(data, "postgres", "postmaster.pid")).First(), System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(OwnerOf(host.Id), OwnerOf(server));
            Assert.NotEqual("0", OwnerOf(server));
            await host.StopAsync();
            Assert.False(Directory.Exists($"/proc/{server}"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static string OwnerOf(int process) =>
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];
}
