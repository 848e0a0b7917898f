using GraphQL;
using GraphQL.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Settings;
using Platform.ReadApi.Tenancy;

namespace Platform.ReadApi.Transports;

/// <summary>GraphQL over HTTP: POST JSON, GET queries. Event streams go on to <see cref="SseTransport"/>.</summary>
public sealed class HttpTransport(
    OperationRunner runner, RequestParser parser, AnswerWriter json, TenantChoice tenants, SseTransport events, IOptions<GraphQLSettings> settings)
{
    /// <summary>Answers a request of somebody who may ask.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            var type = MediaTypes.Negotiate(http.Request.Headers.Accept.ToString())
                ?? throw new Refusal(RefusalCode.NotAcceptable, $"Accept {MediaTypes.Response}, {MediaTypes.Json} or {MediaTypes.EventStream}.");
            var request = await ReadAsync(http);
            var scope = await tenants.ChooseAsync(http.User, http.Request.Headers[TenantScope.Header], http.RequestAborted);
            if (type == MediaTypes.EventStream)
                await events.HandleAsync(http, request, scope);
            else
                await AnswerAsync(http, request, scope, type);
        }
        catch (Refusal refusal)
        {
            await RefuseAsync(http, refusal);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; nobody reads an answer.
        }
    }

    /// <summary>Answers with an error and nothing else.</summary>
    public Task RefuseAsync(HttpContext http, Refusal refusal)
    {
        if (refusal.Reason == RefusalCode.Unauthenticated)
            http.Response.Headers.WWWAuthenticate = "Bearer";
        if (refusal.Reason == RefusalCode.MethodNotAllowed)
            http.Response.Headers.Allow = HttpMethods.IsGet(http.Request.Method) ? "POST" : "GET, POST";
        var type = MediaTypes.Negotiate(http.Request.Headers.Accept.ToString()) == MediaTypes.Response ? MediaTypes.Response : MediaTypes.Json;
        return WriteAsync(http, type, refusal.Status, json.Failed(refusal));
    }

    private async Task<GraphQLRequest> ReadAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method))
            return parser.Parse(http.Request.Query);
        if (!HttpMethods.IsPost(http.Request.Method))
            throw new Refusal(RefusalCode.MethodNotAllowed, "Use GET or POST.");
        if (!MediaTypes.IsJson(http.Request.ContentType))
            throw new Refusal(RefusalCode.UnsupportedMediaType, "The content type must be application/json in UTF-8.");
        return parser.Parse(await RequestBody.ReadAsync(http, settings.Value.MaxRequestBytes));
    }

    private async Task AnswerAsync(HttpContext http, GraphQLRequest request, TenantScope scope, string type)
    {
        var outcome = await runner.RunAsync(request, http.User, scope, http.RequestServices, http.RequestAborted);
        if (outcome.Stream is not null) // nobody subscribed to it, so nothing runs
            throw new Refusal(RefusalCode.NotAcceptable, $"Subscriptions need {MediaTypes.EventStream} or a WebSocket.");
        var status = StatusOf(outcome, type);
        if (status == StatusCodes.Status405MethodNotAllowed)
            http.Response.Headers.Allow = "POST";
        await WriteAsync(http, type, status, json.ToBytes(outcome.Result));
    }

    private static int StatusOf(OperationOutcome outcome, string type)
    {
        if (outcome.Result.Errors?.Any(error => error is MethodError) == true)
            return StatusCodes.Status405MethodNotAllowed;
        if (outcome.Refusal is { } refusal)
            return type == MediaTypes.Json && refusal.Status == StatusCodes.Status400BadRequest ? StatusCodes.Status200OK : refusal.Status;
        if (outcome.Result.Executed || type == MediaTypes.Json)
            return StatusCodes.Status200OK;
        if (outcome.Result.Errors?.Any(error => error is AccessError) == true)
            return StatusCodes.Status403Forbidden;
        return outcome.Result.Errors?.All(error => error is DocumentError or RequestError) == true
            ? StatusCodes.Status400BadRequest
            : StatusCodes.Status500InternalServerError;
    }

    private static async Task WriteAsync(HttpContext http, string type, int status, byte[] body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type + "; charset=utf-8";
        http.Response.Headers.Vary = "Accept";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }
}
