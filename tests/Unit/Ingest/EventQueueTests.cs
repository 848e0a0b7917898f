using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;
using Platform.Ingest;
using Platform.Ingest.Storing;

namespace Platform.Tests.Unit.Ingest;

public class EventQueueTests
{
    private static readonly JsonElement Large = JsonElement.Parse(JsonSerializer.Serialize(new { text = new string('x', 30_000) }));

    [Fact]
    public void Large_events_fill_the_queue_by_their_bytes_and_make_room_when_they_are_stored()
    {
        var queue = new EventQueue(Options.Create(new IngestOptions { MaxQueuedBytes = 1_000_000, Writers = 1 }), new StoreStatus(TimeProvider.System));
        var taken = 0;
        while (queue.TryEnqueue([Event(taken)], []) is not null)
            taken++;
        Assert.InRange(taken, 30, 33);
        Assert.Equal(taken, queue.Depth);

        Assert.True(queue.Lanes[0].Reader.TryRead(out var first));
        queue.Release([first]);
        Assert.NotNull(queue.TryEnqueue([Event(taken)], []));
        Assert.Null(queue.TryEnqueue([Event(taken + 1)], []));
        Assert.Null(queue.TryEnqueue([], [new RefusedEvent("t", new DeadLetter { Message = "", Payload = Large })]));
    }

    [Fact]
    public void Small_events_fill_it_by_their_number_and_a_batch_larger_than_the_queue_still_passes_when_it_is_empty()
    {
        var queue = new EventQueue(Options.Create(new IngestOptions { MaxQueuedBytes = 1_000, MaxQueuedEvents = 10, Writers = 1 }), new StoreStatus(TimeProvider.System));
        Assert.Null(queue.TryEnqueue([.. Enumerable.Range(0, 11).Select(Event)], []));
        Assert.NotNull(queue.TryEnqueue([.. Enumerable.Range(0, 10).Select(Event)], []));
        Assert.Null(queue.TryEnqueue([Event(10)], []));
    }

    [Fact]
    public async Task A_moment_without_the_store_is_waited_for_and_what_lasts_longer_is_told_to_those_who_wait_and_those_who_come()
    {
        var clock = new FakeTimeProvider();
        var store = new StoreStatus(clock);
        var queue = new EventQueue(Options.Create(new IngestOptions { Writers = 1 }), store);
        var waiting = queue.TryEnqueue([Event(0)], [])!;
        store.Refused(new IOException("away"));
        clock.Advance(StoreStatus.Patience / 2);
        store.Refused(new IOException("away"));
        Assert.False(waiting.IsCompleted);
        Assert.Null(store.Problem);

        clock.Advance(StoreStatus.Patience);
        store.Refused(new IOException("away"));
        Assert.False(await waiting);
        Assert.Null(queue.TryEnqueue([Event(1)], []));
        Assert.Contains("away", store.Problem, StringComparison.Ordinal);
        Assert.Equal(1, queue.Depth); // it is stored once that is possible

        store.Answered();
        var after = queue.TryEnqueue([Event(1)], [])!;
        Assert.False(after.IsCompleted);
        Assert.Null(store.Problem);
    }

    private static AcceptedEvent Event(int n) =>
        new("t", new ActionTracked("Read", new Origin($"m{n}", "v", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "web"), new EventContext(), Large));
}
