using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Tests;

/// <summary>A request as a published client sent it.</summary>
internal sealed record CapturedRequest(string Method, string Path, Dictionary<string, string> Headers, byte[] Body)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<CapturedRequest> All { get; } =
        [.. File.ReadLines(RepositoryFiles.PathOf("tests", "data", "captured-requests.jsonl")).Select(line => JsonSerializer.Deserialize<CapturedRequest>(line, Web)!)];
}

/// <summary>Sends captured requests with something wrong in each, and counts the answers: every one follows from the seed.</summary>
internal sealed class ProtocolFuzz(HttpClient http, int seed)
{
    private static readonly string[] Nasty =
    [
        "null", "true", "-1", "1e999", "0.1", "9007199254740993", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\u202e\U0001F642\"", "[]", "{}", "[[[[[[]]]]]]",
        "{\"a\":{\"a\":{\"a\":{}}}}", "\"2999-01-01T00:00:00Z\"", "\"0001-01-01\"", "\"undefined\"", "\"%00%ff\"", "{\"__proto__\":1}", "1767323045000000000000",
    ];

    /// <summary>What no client should see: the number of each request that got no answer or an error of ours, with the request and what was said.</summary>
    public ConcurrentQueue<string> Failures { get; } = [];

    /// <summary>Answers by status; what is no answer counts as 0.</summary>
    public async Task<SortedDictionary<int, long>> RunAsync(long requests, int atOnce, CancellationToken cancellation)
    {
        var statuses = new SortedDictionary<int, long>();
        await Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation }, async (number, stop) =>
        {
            var request = Mutate(new Random(unchecked((int)(seed * 1_000_003L + number))));
            var (status, said) = await SendAsync(request, stop);
            if (status is 0 or >= 500)
                Failures.Enqueue($"seed {seed}, request {number}: {status} {said} for {request.Method} {request.Path} {string.Join("; ", request.Headers)} {Encoding.Latin1.GetString(request.Body)}");
            lock (statuses)
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
        });
        return statuses;
    }

    private static CapturedRequest Mutate(Random random)
    {
        var request = CapturedRequest.All[random.Next(CapturedRequest.All.Count)];
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            request = random.Next(8) switch
            {
                0 => request with { Path = Bytes(random, request.Path) },
                1 => request with { Headers = request.Headers.Where(_ => random.Next(2) == 0).ToDictionary() },
                2 => request with { Path = CapturedRequest.All[random.Next(CapturedRequest.All.Count)].Path },
                3 or 4 => request with { Body = Bytes(random, request.Body) },
                _ => request with { Body = Structure(random, request.Body) },
            };
        return request;
    }

    // A field of the JSON gets another value, goes, or comes twice.
    private static byte[] Structure(Random random, byte[] body)
    {
        var places = new List<Action<JsonNode?>>();
        var marker = $"\"{random.NextInt64():x}\"";
        try
        {
            var root = JsonNode.Parse(body);
            Collect(root, places);
            if (places.Count == 0)
                return Encoding.UTF8.GetBytes(Nasty[random.Next(Nasty.Length)]);
            places[random.Next(places.Count)](JsonNode.Parse(marker));
            return Encoding.UTF8.GetBytes(root!.ToJsonString().Replace(marker, Nasty[random.Next(Nasty.Length)], StringComparison.Ordinal));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or ArgumentException)
        {
            return Bytes(random, body); // an earlier change left no JSON, or half a character
        }
    }

    private static void Collect(JsonNode? node, List<Action<JsonNode?>> places)
    {
        if (node is JsonObject members)
            foreach (var (name, value) in members.ToList())
            {
                places.Add(other => members[name] = other);
                Collect(value, places);
            }
        else if (node is JsonArray items)
            for (var index = 0; index < items.Count; index++)
            {
                var place = index;
                places.Add(other => items[place] = other);
                Collect(items[index], places);
            }
    }

    private static byte[] Bytes(Random random, byte[] body)
    {
        var bytes = body.ToList();
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(random.Next(1, 16), bytes.Count - at);
            switch (random.Next(4))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    if (at < bytes.Count)
                        bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }
        return [.. bytes];
    }

    // What stands in an address stays one that a client can send.
    private static string Bytes(Random random, string path) =>
        "/" + string.Concat(Bytes(random, Encoding.Latin1.GetBytes(path.TrimStart('/'))).Select(one => one is > 32 and < 127 and not (byte)'#' and not (byte)'\\' ? ((char)one).ToString() : $"%{one:x2}"));

    private async Task<(int Status, string Said)> SendAsync(CapturedRequest captured, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(new HttpMethod(captured.Method), captured.Path.StartsWith("//", StringComparison.Ordinal) ? captured.Path[1..] : captured.Path);
        if (captured.Method != "GET")
            request.Content = new ByteArrayContent(captured.Body);
        foreach (var (name, value) in captured.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            return ((int)response.StatusCode, (int)response.StatusCode >= 500 ? await response.Content.ReadAsStringAsync(cancellation) : "");
        }
        catch (Exception unanswered) when (unanswered is HttpRequestException or IOException or UriFormatException or InvalidOperationException)
        {
            return (0, unanswered.Message);
        }
    }
}
