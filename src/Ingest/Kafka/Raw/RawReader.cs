using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;
using Platform.Ingest.Quotas;
using Platform.Ingest.Steps;

namespace Platform.Ingest.Kafka.Raw;

/// <summary>
/// Reads what other systems' producers send, one event a message, and takes it through the same steps as a client's. The write key is
/// the header <c>writeKey</c>, or <c>writeKey</c> in the body. An event without an id of its own gets one from its place in the topic.
/// </summary>
internal sealed class RawReader(IngestSteps steps, ISourceDirectory sources, FloodGate flood, IOptions<IngestOptions> options, TimeProvider clock) : IMessageReader
{
    private const string Key = "writeKey";
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 512 };
    private static readonly Counter<long> Accepted = Instruments.Ingest.CreateCounter<long>("platform.ingest.accepted", "{event}", "Events that passed every step.");
    private static readonly Counter<long> Dropped = Instruments.Ingest.CreateCounter<long>("platform.ingest.dropped", "{event}", "Events refused, by reason.");

    public bool ByOthers => true;

    public async ValueTask ReadAsync(ConsumeResult<string, byte[]> message, IncomingBatch batch, CancellationToken cancellation)
    {
        JsonElement body;
        try
        {
            body = message.Message.Value is { Length: > 0 } bytes ? JsonElement.Parse(bytes, Reading) : JsonElement.Parse("null");
        }
        catch (JsonException invalid)
        {
            Refuse(message, batch, null, new Refusal(DropReason.Malformed, $"The message is not JSON: {invalid.Message}"), StorableJson.Keep(message.Message.Value, options.Value));
            return;
        }
        var payload = StorableJson.Keep(body, options.Value);
        var headers = new RawHeaders(message.Message.Headers);
        var key = headers[Key] ?? WriteKey(body);
        if (key is null || await FindAsync(key, cancellation) is not { } source)
        {
            Refuse(message, batch, null, new Refusal(DropReason.UnknownSource, "The write key is missing or not known; send it as the header 'writeKey' or as 'writeKey' in the body."), payload);
            return;
        }
        var received = ReceivedAt(message);
        var (raw, refusal) = Read(body, headers, message);
        var (accepted, refused) = raw is null ? (null, refusal) : steps.Run(raw, source, received);
        if (accepted is null)
        {
            Refuse(message, batch, source, refused!, payload);
            return;
        }
        batch.Events.Add(accepted);
        Accepted.Add(1);
    }

    private (RawEvent? Event, Refusal? Refused) Read(JsonElement body, RawHeaders headers, ConsumeResult<string, byte[]> message)
    {
        if (StorableJson.Check(body, options.Value) is { } unstorable)
            return (null, unstorable);
        var (read, refused) = RawFormats.Read(body, headers);
        // Sent, for a client, means sent to us: a topic's own time of receipt has nothing to correct the client's clock with.
        return (read is null ? null : read with { MessageId = read.MessageId ?? DerivedId.Of("raw", message.Topic, EventsReader.Place(message)).ToString("N"), SentAt = null }, refused);
    }

    private void Refuse(ConsumeResult<string, byte[]> message, IncomingBatch batch, ResolvedSource? source, Refusal refusal, JsonElement payload)
    {
        Dropped.Add(1, new KeyValuePair<string, object?>("reason", refusal.Reason.ToString()));
        batch.Refused.Add(EventsReader.Letter(message, source?.Tenant ?? "", source?.Name, refusal, payload) with
        {
            Violations = refusal.Violations,
            Kept = refusal.Reason != DropReason.UnknownSource || flood.Admits(source?.Tenant ?? "", source?.Name ?? message.Topic),
        });
        if (source is null || refusal.Reason == DropReason.Malformed)
            batch.Unreadable.Add((message, refusal.Message));
    }

    // A source's directory asks the database: it is asked until it answers, as storing would have to wait as well.
    private async Task<ResolvedSource?> FindAsync(string key, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await sources.FindAsync(key, cancellation);
            }
            catch (Exception passing) when (Storing.Transient.Is(passing) && !cancellation.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), clock, cancellation);
            }
        }
    }

    private DateTimeOffset ReceivedAt(ConsumeResult<string, byte[]> message)
    {
        var now = clock.GetUtcNow();
        var sent = new DateTimeOffset(message.Message.Timestamp.UtcDateTime, TimeSpan.Zero);
        return message.Message.Timestamp.Type == TimestampType.NotAvailable || sent > now ? now : sent;
    }

    private static string? WriteKey(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && (body.TryGetProperty(Key, out var key) || body.TryGetProperty("writekey", out key))
        && key.ValueKind == JsonValueKind.String
            ? key.GetString()
            : null;
}

/// <summary>Headers of a message, by names without regard to case, as text.</summary>
internal sealed class RawHeaders
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public RawHeaders(Headers? headers)
    {
        foreach (var header in headers ?? [])
            if (header.GetValueBytes() is { } bytes)
                _values[header.Key] = Encoding.UTF8.GetString(bytes);
    }

    public string? this[string name] => _values.GetValueOrDefault(name);

    public IEnumerable<KeyValuePair<string, string>> StartingWith(string prefix) =>
        _values.Where(header => header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
