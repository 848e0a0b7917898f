using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Platform.Tests;

/// <summary>A request as a published client sent it.</summary>
internal sealed record CapturedRequest(string Method, string Path, Dictionary<string, string> Headers, byte[] Body)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<CapturedRequest> All { get; } =
        [.. File.ReadLines(RepositoryFiles.PathOf("tests", "data", "captured-requests.jsonl")).Select(line => JsonSerializer.Deserialize<CapturedRequest>(line, Web)!)];
}

/// <summary>Sends captured requests with something wrong in each, and counts the answers: every one follows from the seed.</summary>
internal sealed class ProtocolFuzz(HostProcess host, int seed) : IDisposable
{
    // Header values are sent byte for byte; nothing is kept between two requests.
    private readonly HttpClient _http = new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1, UseCookies = false, AllowAutoRedirect = false })
    {
        BaseAddress = new Uri(host.Address), Timeout = TimeSpan.FromMinutes(1),
    };

    /// <summary>What no client should see: the number of each request that got no answer or an error of ours, with the request and what was said.</summary>
    public ConcurrentQueue<string> Failures { get; } = [];

    /// <summary>Answers by status; what is no answer counts as 0.</summary>
    public async Task<SortedDictionary<int, long>> RunAsync(long requests, int atOnce, CancellationToken cancellation)
    {
        var statuses = new SortedDictionary<int, long>();
        await Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation }, async (number, stop) =>
        {
            var request = RequestMutation.Of(new Random(unchecked((int)(seed * 1_000_003L + number))));
            var (status, said) = await SendAsync(request, stop);
            if (status is 0 or >= 500)
                Failures.Enqueue($"seed {seed}, request {number}: {status} {said} for {request.Method} {request.Path} {string.Join("; ", request.Headers)} {Encoding.Latin1.GetString(request.Body)}");
            lock (statuses)
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
        });
        return statuses;
    }

    public void Dispose() => _http.Dispose();

    private async Task<(int Status, string Said)> SendAsync(CapturedRequest captured, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(new HttpMethod(captured.Method), "/" + captured.Path.TrimStart('/'));
        if (captured.Method is not ("GET" or "HEAD"))
            request.Content = new ByteArrayContent(captured.Body);
        foreach (var (name, value) in captured.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            return ((int)response.StatusCode, (int)response.StatusCode >= 500 ? await response.Content.ReadAsStringAsync(cancellation) : "");
        }
        catch (Exception unanswered) when (unanswered is HttpRequestException or IOException or UriFormatException or InvalidOperationException
            || (unanswered is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return (0, unanswered.Message);
        }
    }
}
