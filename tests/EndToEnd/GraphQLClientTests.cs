using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Platform.Tests.EndToEnd;

/// <summary>The official npm clients against the real host in a process of its own.</summary>
public sealed class GraphQLClientTests : IAsyncLifetime
{
    private const string Key = "an-admin-key-of-the-tests-0123456789";
    private readonly string _data = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly int _port = FreePort();
    private Process? _host;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_data); // not a private one: PostgreSQL runs as another user when the caller is root
        using (var add = Start("tenant", "add", "demo", "--write-key", "demo"))
            await add.WaitForExitAsync(Stop);
        _host = Start();
        using var http = new HttpClient();
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(100, Stop))
        {
            try
            {
                using var live = await http.GetAsync(new Uri($"http://127.0.0.1:{_port}/health/live"), Stop);
                return;
            }
            catch (HttpRequestException) when (watch.Elapsed < TimeSpan.FromSeconds(60) && !_host.HasExited)
            {
                continue; // not listening yet
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is { HasExited: false })
        {
            using var term = Process.Start("kill", ["-TERM", $"{_host.Id}"]);
            await _host.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        }
        _host?.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Theory]
    [InlineData("sockets.mjs")]
    [InlineData("events.mjs")]
    [InlineData("audit.mjs")]
    public async Task The_official_client_is_served(string script)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [script, $"http://127.0.0.1:{_port}/graphql", Key, "demo", "demo"])
        {
            WorkingDirectory = Path.Combine(Repository(), "tests", "EndToEnd", "graphql-clients"), RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(Stop), node.StandardError.ReadToEndAsync(Stop));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await node.WaitForExitAsync(limit.Token);
        Assert.True(node.ExitCode == 0, await output + await errors);
    }

    private Process Start(params string[] arguments)
    {
        // Its own folder: verbs look through the assemblies beside the executable, and the tests' are not the host's.
        var folder = AppContext.BaseDirectory.Replace("tests/EndToEnd/bin", "src/Host/bin", StringComparison.Ordinal);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "Platform.Host.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            Environment = { ["Data"] = _data, ["Port"] = $"{_port}", ["Auth__AdminKey"] = Key },
        };
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Platform.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
