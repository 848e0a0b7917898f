using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Platform.Tests.Integration.Alerts;

/// <summary>A request that was taken.</summary>
public sealed record ReceivedWebhook(string? Id, string? Timestamp, string? Signature, string Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    /// <summary>By the specification of Standard Webhooks, written anew.</summary>
    public bool IsSignedWith(string secret) =>
        Signature == "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));
}

/// <summary>A web server that gets webhooks.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<ReceivedWebhook> Taken { get; } = new();

    /// <summary>How many requests are answered with 503 before one is taken.</summary>
    public int Busy { get => _busy; set => _busy = value; }

    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(20);
    private int _busy;

    public string Address => _app.Urls.Single() + "/hook";

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.MapPost("/hook", receiver.TakeAsync);
        receiver._app.MapPost("/away", () => Results.Redirect("/hook"));
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        if (Interlocked.Decrement(ref _busy) >= 0)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        await Task.Delay(Slow);
        Taken.Enqueue(new ReceivedWebhook(request.Headers["webhook-id"], request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], body));
        return Results.NoContent();
    }
}
