using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Platform.Tests;

/// <summary>A real InfluxDB 1.x server of the machine, with directories and a port of its own.</summary>
internal sealed class InfluxServer : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("influx-").FullName;
    private readonly int _port = FreePort();
    private readonly HttpClient _http = new();
    private Process? _process;

    public string ConnectionString => $"http://127.0.0.1:{_port};Database=platform";

    public static async Task<InfluxServer> StartAsync()
    {
        var server = new InfluxServer();
        await File.WriteAllTextAsync(Path.Combine(server._data, "influx.conf"), $"""
            reporting-disabled = true
            bind-address = "127.0.0.1:{FreePort()}"
            [meta]
              dir = "{server._data}/meta"
            [data]
              dir = "{server._data}/data"
              wal-dir = "{server._data}/wal"
            [http]
              bind-address = "127.0.0.1:{server._port}"
              log-enabled = false
            [logging]
              level = "error"
            """);
        await server.StartAgainAsync();
        return server;
    }

    public async Task StartAgainAsync()
    {
        _process = Process.Start(new ProcessStartInfo("influxd", ["-config", Path.Combine(_data, "influx.conf")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await HostProcess.UntilAsync(async () =>
        {
            using var response = await _http.GetAsync(new Uri($"http://127.0.0.1:{_port}/ping"));
            return response.IsSuccessStatusCode;
        });
    }

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task WriteAsync(string policy, string lines)
    {
        using var body = new StringContent(lines);
        using var response = await _http.PostAsync(new Uri($"http://127.0.0.1:{_port}/write?db=platform&rp={policy}&precision=s"), body);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The rows of a question's answer, each with its tags.</summary>
    public async Task<List<(Dictionary<string, string> Tags, JsonElement Values)>> AskAsync(string query)
    {
        using var response = await _http.GetAsync(new Uri($"http://127.0.0.1:{_port}/query?db=platform&epoch=s&q={Uri.EscapeDataString(query)}"));
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var result = answer.RootElement.GetProperty("results")[0];
        if (!result.TryGetProperty("series", out var series))
            return [];
        return [.. series.EnumerateArray().SelectMany(one => one.GetProperty("values").EnumerateArray().Select(values => (
            one.TryGetProperty("tags", out var tags) ? tags.EnumerateObject().ToDictionary(tag => tag.Name, tag => tag.Value.GetString()!) : [], values.Clone())))];
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        _process?.Dispose();
        _http.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
