using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Platform.Tests.Benchmarks.Load;
using Platform.Tests.Benchmarks.Measuring;

namespace Platform.Tests.Benchmarks.Latency;

/// <summary>A dashboard that watches <c>liveUpdated</c> over graphql-transport-ws and notes when each second's count of events grew.</summary>
internal sealed class LiveSubscription : IDisposable
{
    private const string Subscribe = """{"id":"live","type":"subscribe","payload":{"query":"subscription { liveUpdated { at perSecond } }"}}""";
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<long, List<Sighting>> _sightings = [];
    private Task _reading = Task.CompletedTask;

    public static async Task<LiveSubscription> StartAsync(HostProcess host, string tenant)
    {
        var live = new LiveSubscription();
        live._socket.Options.AddSubProtocol("graphql-transport-ws");
        live._socket.Options.SetRequestHeader("Authorization", $"Bearer {HostProcess.AdminKey}");
        live._socket.Options.SetRequestHeader("X-Tenant", tenant);
        await live._socket.ConnectAsync(new Uri(host.Address.Replace("http:", "ws:", StringComparison.Ordinal) + "/graphql"), CancellationToken.None);
        await live.SayAsync("""{"type":"connection_init"}""");
        await live.HearAsync(CancellationToken.None);
        await live.SayAsync(Subscribe);
        live._reading = Task.Run(live.ReadAsync);
        return live;
    }

    /// <summary>From when each event was due until a subscriber was told of it, milliseconds.</summary>
    /// <param name="sent">When each event was due, by the second (Unix time) that it happened in.</param>
    public async Task<IEnumerable<double>> DelaysAsync(ILookup<long, double> sent)
    {
        await HostProcess.UntilAsync(() => Task.FromResult(_reading.IsFaulted || sent.All(second => Seen(second.Key) >= second.LongCount())));
        await _stop.CancelAsync();
        await _reading;
        return sent.SelectMany(second => Visibility.Delays([.. second.Order()], _sightings.GetValueOrDefault(second.Key, [])));
    }

    public void Dispose()
    {
        _socket.Dispose();
        _stop.Dispose();
    }

    private long Seen(long second)
    {
        lock (_sightings)
            return _sightings.TryGetValue(second, out var seen) ? seen[^1].Count : 0;
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
                Note(await HearAsync(_stop.Token), LoadGenerator.Now);
        }
        catch (OperationCanceledException)
        {
            // Enough was seen.
        }
    }

    private void Note(JsonElement message, double now)
    {
        if (message.GetProperty("type").GetString() is "ping" or "pong")
            return;
        var live = message.GetProperty("payload").GetProperty("data").GetProperty("liveUpdated");
        var second = live.GetProperty("at").GetDateTimeOffset().ToUnixTimeSeconds() - 59;
        lock (_sightings)
            foreach (var count in live.GetProperty("perSecond").EnumerateArray())
            {
                if (!_sightings.TryGetValue(second, out var seen))
                    _sightings[second] = seen = [new Sighting(now, 0)];
                if (count.GetInt64() > seen[^1].Count)
                    seen.Add(new Sighting(now, count.GetInt64()));
                second++;
            }
    }

    private async Task SayAsync(string text) =>
        await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private async Task<JsonElement> HearAsync(CancellationToken stop)
    {
        var message = new ArrayBufferWriter<byte>(4_096);
        while (true)
        {
            var part = await _socket.ReceiveAsync(message.GetMemory(4_096), stop);
            message.Advance(part.Count);
            if (part.MessageType == WebSocketMessageType.Close)
                throw new InvalidOperationException($"The host closed the socket: {_socket.CloseStatusDescription}");
            if (part.EndOfMessage)
                return JsonElement.Parse(message.WrittenSpan);
        }
    }
}
