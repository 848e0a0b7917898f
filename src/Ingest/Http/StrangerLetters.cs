using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Platform.Ingest.Storing;

namespace Platform.Ingest.Http;

/// <summary>
/// Dead letters of requests that no source answers for. Strangers could fill the disk with them, so only so many a
/// minute are kept; the rest are counted.
/// </summary>
internal sealed class StrangerLetters(IEventSink sink, IOptions<IngestOptions> options, TimeProvider clock) : IDisposable
{
    private static readonly Counter<long> Dropped = Instruments.Ingest.CreateCounter<long>("platform.ingest.dropped", "{event}", "Events refused, by reason.");
    private static readonly Counter<long> NotKept =
        Instruments.Ingest.CreateCounter<long>("platform.ingest.letters.not_kept", "{event}", "Refused requests of strangers beyond the number kept a minute.");

    private readonly FixedWindowRateLimiter _limiter = new(new()
    {
        PermitLimit = options.Value.StrangerLettersPerMinute,
        Window = TimeSpan.FromMinutes(1),
        QueueLimit = 0,
    });

    public async Task KeepAsync(DropReason reason, string message, JsonElement payload)
    {
        Dropped.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
        using var lease = _limiter.AttemptAcquire();
        var letter = new RefusedEvent("", new DeadLetter
        {
            Id = NewId.Next(clock),
            Reason = reason,
            Message = message,
            ReceivedAt = clock.GetUtcNow(),
            Payload = payload,
        });
        if (!lease.IsAcquired || sink.TryEnqueue([], [letter]) is not { } kept)
            NotKept.Add(1);
        else
            await kept;
    }

    public void Dispose() => _limiter.Dispose();
}
