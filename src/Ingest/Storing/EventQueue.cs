using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Storing;

/// <summary>
/// The way from the collectors to the store where no broker is configured: one lane per writer, the events of a visitor
/// always in the same lane, so that their order is kept and no two transactions append to one stream.
/// </summary>
public sealed class EventQueue(IOptions<IngestOptions> options, StoreStatus status) : IEventSink
{
    private readonly Channel<Waiting>[] _lanes =
        [.. Enumerable.Range(0, options.Value.Writers).Select(_ => Channel.CreateUnbounded<Waiting>(new() { SingleReader = true }))];
    private readonly QueueRoom _room = new(options.Value);

    /// <summary>Events that wait or are being stored.</summary>
    public int Depth => _room.Events;

    internal IReadOnlyList<Channel<Waiting>> Lanes => _lanes;

    /// <inheritdoc />
    public Task<bool>? TryEnqueue(IReadOnlyList<AcceptedEvent> accepted, IReadOnlyList<RefusedEvent> refused, Action<OverruledEvent>? overruled = null)
    {
        var parts = accepted.Count + refused.Count;
        if (parts == 0)
            return Task.FromResult(true);
        if (status.Problem is not null || !_room.TryTake(parts, accepted.Sum(QueueRoom.BytesOf) + refused.Sum(QueueRoom.BytesOf)))
            return null;
        var submission = new Submission(parts, overruled);
        foreach (var item in accepted)
            Put(Lane(item), new Waiting(item, null, QueueRoom.BytesOf(item), submission));
        foreach (var item in refused)
            Put(_lanes[0], new Waiting(null, item, QueueRoom.BytesOf(item), submission));
        return AnsweredAsync(submission.Committed);
    }

    internal void Release(IReadOnlyCollection<Waiting> done) => _room.Release(done.Count, done.Sum(waiting => waiting.Bytes));

    internal void Close()
    {
        foreach (var lane in _lanes)
            lane.Writer.TryComplete();
    }

    // What waits stays and is stored once that is possible: whoever sends it again sends the same ids.
    private async Task<bool> AnsweredAsync(Task<bool> committed) => await Task.WhenAny(committed, status.Refusing) == committed && await committed;

    private Channel<Waiting> Lane(AcceptedEvent accepted)
    {
        var visitor = DerivedId.Visitor(accepted.Tenant, accepted.Event.Origin.VisitorId);
        return _lanes[(uint)visitor.GetHashCode() % (uint)_lanes.Length];
    }

    private static void Put(Channel<Waiting> lane, Waiting item)
    {
        if (!lane.Writer.TryWrite(item))
            item.Submission.Abandon();
    }
}
