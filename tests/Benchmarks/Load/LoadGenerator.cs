using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Platform.Tests.Benchmarks.Load;

/// <summary>How load is put on the host.</summary>
/// <param name="Batch">Events a request; 1 uses the routes for single events.</param>
/// <param name="Rate">Events a second; infinite for as many as are taken.</param>
internal sealed record LoadShape(int Batch, double Rate)
{
    /// <summary>Ends the load after this time.</summary>
    public TimeSpan Duration { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Ends the load after so many events.</summary>
    public long Events { get; init; } = long.MaxValue;

    /// <summary>Requests in flight at most.</summary>
    public int Connections { get; init; } = 32;

    /// <summary>When an event happens by the client's clock; null for when its request is due.</summary>
    public Func<long, DateTimeOffset>? OccurredAt { get; init; }
}

/// <summary>
/// A client of the collectors that knows nothing of the product: it sends on time whatever the answers take, repeats what was
/// not acknowledged with the same ids, and keeps a book.
/// </summary>
internal sealed class LoadGenerator : IDisposable
{
    private static readonly TimeSpan BeforeRepeating = TimeSpan.FromMilliseconds(100);
    private static readonly double Offset = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - Now;
    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly Traffic _traffic;
    private readonly LoadShape _shape;
    private long _requests;
    private long _repeated;
    private double _longestAnswer;
    private double _started;

    public LoadGenerator(HostProcess host, string tenant, Traffic traffic, LoadShape shape)
    {
        (_traffic, _shape, _address) = (traffic, shape, new Uri(host.Address));
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = shape.Connections }) { Timeout = TimeSpan.FromMinutes(1) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(tenant + ":")));
    }

    public Ledger Ledger { get; } = new();

    /// <summary>Hosts that take events as well: who has not been answered well asks the next one.</summary>
    public IReadOnlyList<HostProcess> Beside { get; init; } = [];

    /// <summary>The longest time until a request was answered, however, in milliseconds.</summary>
    public double LongestAnswer => Volatile.Read(ref _longestAnswer);

    /// <summary>Requests that had to be sent again.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    /// <summary>Milliseconds of a clock that every measurement shares.</summary>
    public static double Now => Stopwatch.GetTimestamp() * (1_000.0 / Stopwatch.Frequency);

    /// <summary>The time of day, Unix milliseconds, of a moment of that clock.</summary>
    public static double TimeOfDay(double at) => at + Offset;

    /// <summary>Sends until the shape says enough, or until told to stop; then every request has been acknowledged or given up.</summary>
    public async Task RunAsync(CancellationToken stop = default)
    {
        _started = Now;
        await Task.WhenAll(Enumerable.Range(0, _shape.Connections).Select(_ => Task.Run(() => SendAsync(stop), CancellationToken.None)));
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(CancellationToken stop)
    {
        var body = new ArrayBufferWriter<byte>(_shape.Batch * 1_024);
        while (!stop.IsCancellationRequested)
        {
            var first = (Interlocked.Increment(ref _requests) - 1) * _shape.Batch;
            var due = double.IsInfinity(_shape.Rate) ? Now : _started + first * 1_000 / _shape.Rate;
            if (first >= _shape.Events || (_shape.Duration > TimeSpan.Zero && due - _started >= _shape.Duration.TotalMilliseconds))
                return;
            if (due - Now is > 0 and var early)
                await Task.Delay(TimeSpan.FromMilliseconds(early), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var count = (int)Math.Min(_shape.Batch, _shape.Events - first);
            body.ResetWrittenCount();
            var dueAt = DateTimeOffset.FromUnixTimeMilliseconds((long)TimeOfDay(due));
            var at = _shape.OccurredAt ?? (_ => dueAt);
            var path = "/v1/batch";
            if (_shape.Batch == 1)
                path = _traffic.WriteSingle(body, first, at(first));
            else
                _traffic.WriteBatch(body, first, count, at);
            for (var attempt = first / _shape.Batch; !await TrySendAsync(Host(attempt), path, body.WrittenMemory); attempt++)
            {
                if (stop.IsCancellationRequested)
                    return;
                Interlocked.Increment(ref _repeated);
                await Task.Delay(BeforeRepeating, CancellationToken.None);
            }
            Ledger.Add(new Acknowledged(first, count, due, Now));
        }
    }

    private Uri Host(long attempt) => (attempt % (Beside.Count + 1)) is var turn and > 0 ? new Uri(Beside[(int)turn - 1].Address) : _address;

    private async Task<bool> TrySendAsync(Uri host, string path, ReadOnlyMemory<byte> body)
    {
        var sent = Now;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host, path)) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await _http.SendAsync(request);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => true,
                HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests when response.Headers.RetryAfter is not null => false,
                var refused => throw new InvalidOperationException($"The host refuses the load with {(int)refused}: {await response.Content.ReadAsStringAsync()}"),
            };
        }
        catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException or IOException)
        {
            return false;
        }
        finally
        {
            _longestAnswer = Math.Max(_longestAnswer, Now - sent);
        }
    }
}
