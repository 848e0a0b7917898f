using System.IO.Pipelines;
using System.Text;
using System.Threading.Channels;
using GraphQL;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Platform.ReadApi.Transport;

/// <summary>graphql-sse, distinct connections: every result is a <c>next</c> event, also errors before execution; then <c>complete</c>.</summary>
internal sealed class SseTransport(
    Runner runner, PayloadSerializer serializer, IOptions<TransportOptions> options, IHostApplicationLifetime lifetime)
{
    private static readonly byte[] Next = Encoding.UTF8.GetBytes("event: next\ndata: ");
    private static readonly byte[] End = Encoding.UTF8.GetBytes("\n\n");
    private static readonly byte[] Complete = Encoding.UTF8.GetBytes("event: complete\ndata:\n\n");
    private static readonly byte[] Beat = Encoding.UTF8.GetBytes(":\n\n");

    public async Task HandleAsync(HttpContext http, GraphQLRequest request, Way way, string? tenant)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache, no-transform";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var writer = http.Response.BodyWriter;
        try
        {
            var result = await runner.RunAsync(request, way, tenant, http.User, http.RequestServices, stop.Token);
            if (result.Streams is { Count: > 0 } streams)
                await StreamAsync(http, streams.Values.First(), stop.Token);
            else
                Put(writer, serializer.ToBytes(result));
            await writer.WriteAsync(Complete, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader left, or the host stops: there is nobody to complete for.
        }
        catch (SlowReaderException)
        {
            http.Abort();
        }
    }

    private async Task StreamAsync(HttpContext http, IObservable<ExecutionResult> source, CancellationToken stop)
    {
        var queue = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(options.Value.MaxQueuedMessages) { SingleReader = true });
        var writer = http.Response.BodyWriter;
        await http.Response.StartAsync(stop);
        await writer.FlushAsync(stop);
        using var subscription = source.Subscribe(new Observer(queue.Writer, serializer));
        while (await WaitAsync(queue.Reader, stop) is { } more)
        {
            if (!more)
            {
                await writer.WriteAsync(Beat, stop);
                continue;
            }
            while (queue.Reader.TryRead(out var payload))
                Put(writer, payload);
            await writer.FlushAsync(stop);
        }
    }

    /// <returns>True when there is something to send, false when it is time for a sign of life, null at the end.</returns>
    private async Task<bool?> WaitAsync(ChannelReader<byte[]> queue, CancellationToken stop)
    {
        using var beat = CancellationTokenSource.CreateLinkedTokenSource(stop);
        beat.CancelAfter(options.Value.KeepAlive);
        try
        {
            return await queue.WaitToReadAsync(beat.Token) ? true : null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private static void Put(PipeWriter writer, byte[] payload)
    {
        var size = Next.Length + payload.Length + End.Length;
        var target = writer.GetSpan(size);
        Next.CopyTo(target);
        payload.CopyTo(target[Next.Length..]);
        End.CopyTo(target[(Next.Length + payload.Length)..]);
        writer.Advance(size);
    }

    private sealed class SlowReaderException : Exception;

    private sealed class Observer(ChannelWriter<byte[]> queue, PayloadSerializer serializer) : IObserver<ExecutionResult>
    {
        public void OnNext(ExecutionResult value)
        {
            if (!queue.TryWrite(serializer.ToBytes(value)))
                queue.TryComplete(new SlowReaderException());
        }

        public void OnError(Exception error)
        {
            queue.TryWrite(serializer.ToBytes(new ExecutionResult { Errors = [error as ExecutionError ?? new ExecutionError("The stream failed.")] }));
            queue.TryComplete();
        }

        public void OnCompleted() => queue.TryComplete();
    }
}
