using System.Text.Json;

namespace Platform.ReadApi.Transport;

/// <summary>An operation on a WebSocket, from its <c>subscribe</c> to its end.</summary>
internal sealed class SocketOperation(string id, CancellationToken connection)
{
    private readonly CancellationTokenSource _cancel = CancellationTokenSource.CreateLinkedTokenSource(connection);
    private IDisposable? _subscription;
    private byte[]? _latest;
    private int _queued;
    private int _ended;

    public string Id { get; } = id;

    public CancellationToken Token => _cancel.Token;

    /// <summary>Whether only the newest result matters, as on a dashboard: a slow reader then misses what is out of date.</summary>
    public bool LatestWins { get; set; }

    public bool Ended => Volatile.Read(ref _ended) != 0;

    public bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;

    /// <summary>Keeps the newest frame; true when a place in the queue is needed for it.</summary>
    public bool Offer(byte[] frame)
    {
        Volatile.Write(ref _latest, frame);
        return Interlocked.Exchange(ref _queued, 1) == 0;
    }

    /// <summary>The newest frame, when its place in the queue has come.</summary>
    public byte[]? Take()
    {
        Volatile.Write(ref _queued, 0);
        return Interlocked.Exchange(ref _latest, null);
    }

    public void Attach(IDisposable subscription)
    {
        _subscription = subscription;
        if (Ended)
            Interlocked.Exchange(ref _subscription, null)?.Dispose();
    }

    public void Release()
    {
        _cancel.Cancel();
        Interlocked.Exchange(ref _subscription, null)?.Dispose();
    }

    /// <summary>A message of the protocol about this operation.</summary>
    public byte[] Frame(string type, ReadOnlySpan<byte> payload)
    {
        using var stream = new MemoryStream(payload.Length + 64);
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("id", Id);
            writer.WriteString("type", type);
            if (!payload.IsEmpty)
            {
                writer.WritePropertyName("payload");
                writer.WriteRawValue(payload, skipInputValidation: true);
            }
            writer.WriteEndObject();
        }
        return stream.ToArray();
    }
}
