using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using GraphQL;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Settings;
using Platform.ReadApi.Tenancy;

namespace Platform.ReadApi.Transports;

/// <summary>graphql-sse in its mode of distinct connections: each result is a <c>next</c> event, then comes <c>complete</c>.</summary>
public sealed class SseTransport(
    OperationRunner runner, SharedSubscriptions shared, AnswerWriter json, Access access, IOptions<GraphQLSettings> settings,
    IHostApplicationLifetime host, TimeProvider clock)
{
    private static readonly byte[] Next = "event: next\ndata: "u8.ToArray();
    private static readonly byte[] End = "\n\n"u8.ToArray();
    private static readonly byte[] Complete = "event: complete\ndata:\n\n"u8.ToArray();
    private static readonly byte[] Alive = ":\n\n"u8.ToArray();

    /// <summary>Streams the results of an operation until it is complete, the client leaves, its log-in ends, or the host stops.</summary>
    public async Task HandleAsync(HttpContext http, GraphQLRequest request, TenantScope scope)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        http.Response.ContentType = MediaTypes.EventStream + "; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache, no-transform";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var output = http.Response.BodyWriter;
        try
        {
            var results = Channel.CreateBounded<byte[]>(1);
            var outcome = await shared.SubscribeAsync(request, http.User, scope,
                () => runner.RunAsync(request, http.User, scope, http.RequestServices, end.Token),
                delivery => new Reader(results = Queue(delivery), json));
            using var subscription = outcome.Subscription;
            await http.Response.StartAsync(end.Token);
            await output.FlushAsync(end.Token);
            if (subscription is null)
                Put(output, json.ToBytes(outcome.Result!));
            else
                await RelayAsync(http, results.Reader, output, end.Token);
            output.Write(Complete);
            await FlushAsync(http, output, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client is gone, or the host stops: the connection ends, and clients reconnect.
        }
    }

    private static Channel<byte[]> Queue(StreamDelivery delivery) =>
        Channel.CreateBounded<byte[]>(new BoundedChannelOptions(delivery.Keep) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private async Task RelayAsync(HttpContext http, ChannelReader<byte[]> results, PipeWriter output, CancellationToken end)
    {
        var @checked = clock.GetTimestamp();
        while (true)
        {
            var news = await WaitAsync(results, end);
            if (news is false)
                return;
            if (clock.GetElapsedTime(@checked) >= settings.Value.RecheckAccess)
            {
                if (await access.AuthenticateAsync(http, null) is null)
                    return;
                @checked = clock.GetTimestamp();
            }
            if (news is null)
                output.Write(Alive);
            while (results.TryRead(out var result))
                Put(output, result);
            await FlushAsync(http, output, end);
        }
    }

    /// <summary>True: there are results; false: there will be none; null: it was quiet for a while.</summary>
    private async Task<bool?> WaitAsync(ChannelReader<byte[]> results, CancellationToken end)
    {
        using var quiet = new CancellationTokenSource(settings.Value.KeepAlive, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end, quiet.Token);
        try
        {
            return await results.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task FlushAsync(HttpContext http, PipeWriter output, CancellationToken end)
    {
        using var stalled = new CancellationTokenSource(settings.Value.SendTimeout, clock);
        using var cut = stalled.Token.Register(http.Abort); // a peer that reads nothing must not hold the connection for ever
        await output.FlushAsync(end);
    }

    private static void Put(PipeWriter output, byte[] result)
    {
        output.Write(Next);
        output.Write(result);
        output.Write(End);
    }

    private sealed class Reader(Channel<byte[]> results, AnswerWriter json) : IResultReader
    {
        public void OnResult(byte[] result) => results.Writer.TryWrite(result);

        public void OnFailed(ExecutionError error)
        {
            results.Writer.TryWrite(json.Failed(error));
            results.Writer.TryComplete();
        }

        public void OnCompleted() => results.Writer.TryComplete();
    }
}
