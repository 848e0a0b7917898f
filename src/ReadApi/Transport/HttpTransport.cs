using System.Buffers;
using GraphQL;
using GraphQL.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Platform.ReadApi.Execution;

namespace Platform.ReadApi.Transport;

/// <summary>GraphQL over HTTP: POST with JSON, GET for queries, and statuses by <c>application/graphql-response+json</c>.</summary>
internal sealed class HttpTransport(Runner runner, PayloadSerializer serializer, SseTransport sse, IOptions<TransportOptions> options)
{
    public const string Modern = "application/graphql-response+json";
    public const string Legacy = "application/json";
    public const string EventStream = "text/event-stream";

    public async Task HandleAsync(HttpContext http)
    {
        if (Negotiate(http.Request.Headers.Accept.ToString()) is not { } accepted)
        {
            await RefuseAsync(http, Legacy, StatusCodes.Status406NotAcceptable, $"No acceptable media type: ask for {Modern} or {Legacy}.");
            return;
        }
        if (http.User.Identity?.IsAuthenticated != true)
        {
            await RefuseAsync(http, accepted, StatusCodes.Status401Unauthorized, "Log in, or send a key as Authorization: Bearer KEY.");
            return;
        }
        try
        {
            await RunAsync(http, accepted, await ReadAsync(http));
        }
        catch (BadRequestException bad)
        {
            await RefuseAsync(http, accepted, StatusCodes.Status400BadRequest, bad.Message);
        }
        catch (RefusedException refused)
        {
            await RefuseAsync(http, accepted, refused.Status, refused.Message);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
    }

    private async Task<(GraphQLRequest Request, Way Way)> ReadAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method))
            return (GraphQLRequest.Parse(http.Request.Query, serializer), Way.Get);
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET, POST";
            throw new RefusedException(StatusCodes.Status405MethodNotAllowed, "Use GET or POST.");
        }
        // Only JSON: a form of another site can post everything else without asking first.
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals(Legacy, StringComparison.OrdinalIgnoreCase)
            || type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            throw new RefusedException(StatusCodes.Status415UnsupportedMediaType, "The content type must be application/json in UTF-8.");
        var body = await ReadBodyAsync(http, options.Value.MaxBodyBytes)
            ?? throw new RefusedException(StatusCodes.Status413PayloadTooLarge, $"The request body is larger than {options.Value.MaxBodyBytes} bytes.");
        return (GraphQLRequest.Parse(body, serializer), Way.Post);
    }

    private async Task RunAsync(HttpContext http, string accepted, (GraphQLRequest Request, Way Way) read)
    {
        var tenant = http.Request.Headers["X-Tenant"].ToString() is { Length: > 0 } named ? named : null;
        if (accepted == EventStream)
        {
            await sse.HandleAsync(http, read.Request, read.Way, tenant);
            return;
        }
        var result = await runner.RunAsync(read.Request, read.Way, tenant, http.User, http.RequestServices, http.RequestAborted);
        if (result.Streams is { Count: > 0 } streams)
        {
            foreach (var stream in streams.Values.OfType<IDisposable>())
                stream.Dispose();
            throw new RefusedException(StatusCodes.Status406NotAcceptable, "Subscriptions need text/event-stream or a WebSocket.");
        }
        await WriteAsync(http, accepted, Status(result, accepted), serializer.ToBytes(result));
    }

    private static int Status(ExecutionResult result, string accepted)
    {
        if (result.Errors?.OfType<WrongMethodError>().Any() == true)
            return StatusCodes.Status405MethodNotAllowed;
        if (result.Executed || accepted == Legacy)
            return StatusCodes.Status200OK;
        return result.Errors?.All(error => error is DocumentError or RequestError) == true
            ? StatusCodes.Status400BadRequest
            : StatusCodes.Status500InternalServerError;
    }

    /// <summary>The highest quality wins, then the order of listing; nothing, and anything, mean application/json.</summary>
    public static string? Negotiate(string header)
    {
        if (string.IsNullOrWhiteSpace(header) || !MediaTypeHeaderValue.TryParseList(header.Split(','), out var ranges))
            return Legacy;
        string? best = null;
        var quality = 0.0;
        foreach (var range in ranges)
        {
            if ((range.Quality ?? 1) <= quality || range.Charset.HasValue && !range.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
                continue;
            var type = range.MediaType.Value?.ToLowerInvariant() switch
            {
                Modern => Modern,
                Legacy or "application/*" or "*/*" => Legacy,
                EventStream => EventStream,
                _ => null,
            };
            if (type is not null)
                (best, quality) = (type, range.Quality ?? 1);
        }
        return best;
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContext http, int most)
    {
        if (http.Request.ContentLength > most)
            return null;
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > most)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private Task RefuseAsync(HttpContext http, string accepted, int status, string message) => WriteAsync(
        http, accepted == EventStream ? Modern : accepted, status, serializer.ToBytes(new ExecutionResult { Errors = [new ExecutionError(message)] }));

    private static async Task WriteAsync(HttpContext http, string type, int status, byte[] body)
    {
        http.Response.StatusCode = status;
        if (status == StatusCodes.Status405MethodNotAllowed && http.Response.Headers.Allow.Count == 0)
            http.Response.Headers.Allow = "POST";
        http.Response.ContentType = $"{type}; charset=utf-8";
        http.Response.Headers.Vary = "Accept, X-Tenant";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    private sealed class RefusedException(int status, string message) : Exception(message)
    {
        public int Status { get; } = status;
    }
}
