using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Storing;

/// <summary>What may wait for the store or the brokers: so many events, and so many bytes, so that memory stays bounded whatever their size.</summary>
internal sealed class QueueRoom(IngestOptions limits)
{
    // What an event takes beside its properties: times, ids, context, and the objects around them.
    private const long Frame = 1_024;

    private long _events;
    private long _bytes;

    /// <summary>Events that wait.</summary>
    public int Events => (int)Volatile.Read(ref _events);

    /// <summary>Takes room for a submission; false where there is none. What comes to an empty queue always has room.</summary>
    public bool TryTake(int events, long bytes)
    {
        var (allEvents, allBytes) = (Interlocked.Add(ref _events, events), Interlocked.Add(ref _bytes, bytes));
        if (allEvents <= limits.MaxQueuedEvents && (allBytes <= limits.MaxQueuedBytes || allBytes == bytes))
            return true;
        Release(events, bytes);
        return false;
    }

    /// <summary>Gives room back.</summary>
    public void Release(int events, long bytes)
    {
        Interlocked.Add(ref _events, -events);
        Interlocked.Add(ref _bytes, -bytes);
    }

    /// <summary>Bytes that an event takes while it waits, near enough.</summary>
    public static long BytesOf(AcceptedEvent accepted) =>
        Frame + BytesOf(accepted.Event.Properties) + (accepted.Event is VisitorIdentified { InitialTraits: { } initial } ? BytesOf(initial) : 0);

    /// <summary>Bytes that a dead letter takes while it waits, near enough.</summary>
    public static long BytesOf(RefusedEvent refused) =>
        Frame + BytesOf(refused.Letter.Payload) + BytesOf(refused.Letter.Event ?? default) + BytesOf(refused.Letter.Accepted ?? default);

    private static long BytesOf(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(value).Length;
}
