using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Platform.Host.Simulation;

/// <summary>
/// Makes believable traffic and sends it like any client: days and weeks have their rhythm, people come back, most drop out
/// on the way to the checkout, some events come late and some twice.
/// </summary>
public sealed class Simulator(HttpClient http, string key, int seed, TimeProvider clock)
{
    private const int BatchSize = 200;
    private const double EventsPerVisit = 5.1;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly Random _random = new(seed);
    private readonly PriorityQueue<JsonObject, DateTimeOffset> _due = new();
    private long _number;

    /// <summary>Sends as much as people do now, until it is stopped.</summary>
    /// <param name="rate">Events a second on average over a day.</param>
    public async Task RunAsync(double rate, TimeSpan? duration, CancellationToken cancellation)
    {
        var (shop, crowd) = (new Shop(_random), new Crowd(_random));
        var started = clock.GetUtcNow();
        var (visits, before) = (0.0, started);
        while (!cancellation.IsCancellationRequested && (duration is null || clock.GetUtcNow() - started < duration))
        {
            var now = clock.GetUtcNow();
            visits += rate * Rhythm(now) / EventsPerVisit * (now - before).TotalSeconds;
            before = now;
            for (; visits >= 1; visits--)
                Plan(shop, crowd.Next(), now + TimeSpan.FromSeconds(_random.NextDouble()));
            await SendAsync(Take(now), cancellation);
            await Task.Delay(Tick, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends what people did on the days before now, as fast as it is taken.</summary>
    public async Task BackfillAsync(int days, double rate, CancellationToken cancellation)
    {
        var (shop, crowd) = (new Shop(_random), new Crowd(_random));
        var now = clock.GetUtcNow();
        for (var hour = now.AddDays(-days); hour < now; hour = hour.AddHours(1))
        {
            var visits = (int)Math.Round(rate * Rhythm(hour) / EventsPerVisit * 3600 * (0.85 + 0.3 * _random.NextDouble()));
            for (var i = 0; i < visits; i++)
                Plan(shop, crowd.Next(), hour.AddSeconds(3600 * _random.NextDouble()));
            await SendAsync(Take(hour < now ? hour : now), cancellation);
        }
        await SendAsync(Take(now), cancellation);
    }

    /// <summary>How busy an hour is, 1 on average: quiet nights, busy evenings, slower Saturdays.</summary>
    public static double Rhythm(DateTimeOffset at) =>
        (1 - 0.75 * Math.Cos((at.TimeOfDay.TotalHours - 3) / 24 * 2 * Math.PI)) * (at.DayOfWeek is DayOfWeek.Saturday ? 0.7 : at.DayOfWeek is DayOfWeek.Sunday ? 0.85 : 1.09);

    private void Plan(Shop shop, Visitor visitor, DateTimeOffset arrival)
    {
        var (at, first) = (arrival, true);
        foreach (var step in shop.Visit(visitor.Eager, visitor.Present))
        {
            at += step.After;
            var message = visitor.Message(step, first, $"sim-{seed.ToString(CultureInfo.InvariantCulture)}-{arrival.UtcTicks:x}-{_number++:x}", at);
            // A phone in a tunnel sends later what happened now; an impatient client sends twice.
            _due.Enqueue(message, _random.NextDouble() < 0.02 ? at.AddMinutes(1 + 10 * _random.NextDouble()) : at);
            if (_random.NextDouble() < 0.01)
                _due.Enqueue(message.DeepClone().AsObject(), at.AddSeconds(2));
            first = false;
        }
    }

    private List<JsonObject> Take(DateTimeOffset now)
    {
        var messages = new List<JsonObject>();
        while (_due.TryPeek(out var message, out var at) && at <= now)
        {
            messages.Add(message);
            _due.Dequeue();
        }
        return messages;
    }

    private async Task SendAsync(List<JsonObject> messages, CancellationToken cancellation)
    {
        foreach (var batch in messages.Chunk(BatchSize))
            for (var attempt = 0; !await TrySendAsync(batch, cancellation); attempt++)
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(10, 1 << Math.Min(attempt, 3))), clock, cancellation);
    }

    // The same message ids again after any failure: the server stores them once.
    private async Task<bool> TrySendAsync(JsonObject[] batch, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/batch")
        {
            Content = JsonContent.Create(new JsonObject { ["batch"] = new JsonArray([.. batch.Select(message => message.DeepClone())]) }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            if ((int)response.StatusCode is >= 400 and < 500 and not 429)
                throw new StartupProblemException($"The server refuses the simulator's events: {await response.Content.ReadAsStringAsync(cancellation)}");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
