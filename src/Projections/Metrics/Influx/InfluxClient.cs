using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Platform.Projections.Metrics.Influx;

/// <summary>What the server says is wrong with a request: sending it again does not help.</summary>
public sealed class InfluxRefusedException : Exception
{
    /// <summary>With the server's words.</summary>
    public InfluxRefusedException(string message) : base(message) { }

    /// <summary>With the server's words, and what failed.</summary>
    public InfluxRefusedException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Without a word.</summary>
    public InfluxRefusedException() { }
}

/// <summary>The common ground of InfluxDB 1, 2 and 3: lines to <c>/write</c>, InfluxQL to <c>/query</c>.</summary>
internal sealed class InfluxClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly InfluxSettings _settings;
    private readonly HttpClient _http;

    /// <summary>The database of the settings.</summary>
    public string Database => _settings.Database;

    public InfluxClient(InfluxSettings settings)
    {
        _settings = settings;
        _http = new HttpClient { BaseAddress = settings.Address, Timeout = Patience };
        if (settings.Token is { } token)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", token);
        else if (settings.User is { } user)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{settings.Password}")));
    }

    /// <summary>Writes points; the same ones again change nothing.</summary>
    /// <exception cref="InfluxRefusedException">The server does not take them.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached, or asks for patience.</exception>
    public async Task WriteAsync(string policy, string lines, CancellationToken cancellation)
    {
        using var body = new StringContent(lines, Encoding.UTF8);
        using var response = await _http.PostAsync(new Uri($"write?db={_settings.Database}&rp={policy}&precision=s", UriKind.Relative), body, cancellation);
        if (!response.IsSuccessStatusCode)
            throw await ProblemAsync(response, cancellation);
    }

    /// <summary>Asks, or commands.</summary>
    /// <returns>The series of the answer.</returns>
    /// <exception cref="InfluxRefusedException">The server does not understand it.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached, or asks for patience.</exception>
    public async Task<IReadOnlyList<JsonElement>> QueryAsync(string query, CancellationToken cancellation)
    {
        using var body = new FormUrlEncodedContent([KeyValuePair.Create("q", query)]);
        using var response = await _http.PostAsync(new Uri($"query?db={_settings.Database}&epoch=s", UriKind.Relative), body, cancellation);
        if (!response.IsSuccessStatusCode)
            throw await ProblemAsync(response, cancellation);
        await using var text = await response.Content.ReadAsStreamAsync(cancellation);
        using var answer = await JsonDocument.ParseAsync(text, cancellationToken: cancellation);
        var series = new List<JsonElement>();
        foreach (var result in answer.RootElement.GetProperty("results").EnumerateArray())
        {
            if (result.TryGetProperty("error", out var error))
                throw new InfluxRefusedException(error.GetString()!);
            if (result.TryGetProperty("series", out var some))
                series.AddRange(some.EnumerateArray().Select(one => one.Clone()));
        }
        return series;
    }

    public void Dispose() => _http.Dispose();

    private async Task<Exception> ProblemAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var said = (await response.Content.ReadAsStringAsync(cancellation)).Trim();
        var problem = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"InfluxDB at {_settings.Address} refuses the credentials; check User and Password, or Token, of ConnectionStrings:InfluxDb.",
            HttpStatusCode.NotFound => $"InfluxDB at {_settings.Address} has no database '{_settings.Database}', or does not speak its protocol: {said}",
            _ => $"InfluxDB at {_settings.Address} answered {(int)response.StatusCode}: {said}",
        };
        return response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500
            ? new HttpRequestException(problem, null, response.StatusCode)
            : new InfluxRefusedException(problem);
    }
}
