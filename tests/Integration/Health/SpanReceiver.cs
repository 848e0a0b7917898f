using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Platform.Tests.Integration.Health;

/// <summary>A span as it came over OTLP.</summary>
public sealed record ReceivedSpan(string Trace, string Id, string Parent, string Name, string Raw);

/// <summary>An OTLP/HTTP receiver that keeps the spans: it reads just the fields of the protocol that tests ask for.</summary>
public sealed class SpanReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SpanReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<ReceivedSpan> Spans { get; } = new();

    public string Address => _app.Urls.Single();

    public static async Task<SpanReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new SpanReceiver(builder.Build());
        receiver._app.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            receiver.Take(body.ToArray());
        });
        receiver._app.MapPost("/v1/metrics", () => Results.Ok());
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // resource_spans = 1 / scope_spans = 2 / spans = 2 / trace_id = 1, span_id = 2, parent_span_id = 4, name = 5
    private void Take(byte[] request)
    {
        foreach (var resource in Fields(request).Where(field => field.Number == 1))
            foreach (var scope in Fields(resource.Bytes).Where(field => field.Number == 2))
                foreach (var span in Fields(scope.Bytes).Where(field => field.Number == 2))
                {
                    var parts = Fields(span.Bytes).ToLookup(field => field.Number, field => field.Bytes);
                    Spans.Enqueue(new ReceivedSpan(
                        Convert.ToHexString(parts[1].Single()), Convert.ToHexString(parts[2].Single()), Convert.ToHexString(parts[4].SingleOrDefault() ?? []),
                        System.Text.Encoding.UTF8.GetString(parts[5].Single()), System.Text.Encoding.UTF8.GetString(span.Bytes)));
                }
    }

    private static List<(int Number, byte[] Bytes)> Fields(byte[] message)
    {
        var fields = new List<(int, byte[])>();
        var at = 0;
        while (at < message.Length)
        {
            var tag = Varint(message, ref at);
            switch (tag & 7)
            {
                case 0: Varint(message, ref at); break;
                case 1: at += 8; break;
                case 5: at += 4; break;
                default:
                    var length = (int)Varint(message, ref at);
                    fields.Add(((int)(tag >> 3), message[at..(at + length)]));
                    at += length;
                    break;
            }
        }
        return fields;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
            shift += 7;
        }
    }
}
