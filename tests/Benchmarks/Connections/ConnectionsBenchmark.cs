using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks.Connections;

/// <summary>What connections cost that have sent one event each and are kept open by clients that say nothing more.</summary>
internal static class ConnectionsBenchmark
{
    private const int Spare = 500;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    public static async Task<JsonObject> RunAsync(BenchmarkOptions options)
    {
        var wanted = options.Connections ?? 2_000;
        await using var installation = await Installation.StartAsync(options.Kafka);
        var host = installation.Host;
        foreach (var process in new[] { Environment.ProcessId, host.Id })
            if (OpenFiles(process) is var most && most < wanted + Spare)
                throw new FormatException($"A process may have {most} files open; {wanted} connections need {wanted + Spare}. Raise it (ulimit -n) or ask for fewer with --connections.");
        await installation.WarmUpAsync(new LoadShape(Batch: 10, Rate: 2_000));
        await Task.Delay(Settle);
        var before = Memory(host);
        var sockets = new List<Socket>();
        for (var number = 0; number < wanted; number++)
            sockets.Add(await OpenAsync(host, installation.Tenant, number));
        await host.CaughtUpAsync();
        await Task.Delay(Settle);
        var with = Memory(host);
        var alive = await CountAliveAsync(sockets);
        sockets.ForEach(socket => socket.Dispose());
        await Task.Delay(Settle);
        return new JsonObject
        {
            ["lost"] = wanted - await host.ScalarAsync<long>("select count(distinct data #>> '{origin,messageId}') from mt_events where data #>> '{origin,messageId}' like 'idle-%'"),
            ["duplicated"] = await host.ScalarAsync<long>($"select count(*) - {wanted} from mt_events where data #>> '{{origin,messageId}}' like 'idle-%'"),
            ["connections"] = wanted,
            ["stillOpen"] = alive,
            ["hostRssBeforeMb"] = Mb(before),
            ["hostRssWithMb"] = Mb(with),
            ["hostRssAfterMb"] = Mb(Memory(host)),
            ["costMb"] = Mb(with - before),
            ["kbPerConnection"] = Math.Round((with - before) / 1024.0 / wanted, 1),
        };
    }

    private static async Task<Socket> OpenAsync(HostProcess host, string tenant, int number)
    {
        var address = new Uri(host.Address);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port));
        var body = $$"""{"event":"Opened","messageId":"idle-{{number}}","anonymousId":"idle-{{number}}"}""";
        await SendAsync(socket, $"POST /v1/track HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(tenant + ":"))}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        return socket;
    }

    // Those that still answer: a connection that was closed meanwhile costs nothing, and shows nothing.
    private static async Task<int> CountAliveAsync(List<Socket> sockets)
    {
        var alive = 0;
        foreach (var socket in sockets)
            try
            {
                await SendAsync(socket, "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
                alive++;
            }
            catch (Exception gone) when (gone is SocketException or IOException)
            {
                // It is not counted.
            }
        return alive;
    }

    private static async Task SendAsync(Socket socket, string request)
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        var answer = new byte[4_096];
        var length = await socket.ReceiveAsync(answer);
        if (!Encoding.ASCII.GetString(answer, 0, length).StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
            throw new IOException($"The host answered {Encoding.ASCII.GetString(answer, 0, length)}.");
    }

    private static long OpenFiles(int process)
    {
        var most = File.ReadLines($"/proc/{process}/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        return most == "unlimited" ? long.MaxValue : long.Parse(most, CultureInfo.InvariantCulture);
    }

    private static long Memory(HostProcess host) => Process.GetProcessById(host.Id).WorkingSet64;

    private static double Mb(long bytes) => Math.Round(bytes / 1_048_576.0, 1);
}
