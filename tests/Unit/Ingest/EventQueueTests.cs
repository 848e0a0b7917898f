using System.Text.Json;
using Microsoft.Extensions.Options;
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
        var queue = new EventQueue(Options.Create(new IngestOptions { MaxQueuedBytes = 1_000_000, Writers = 1 }));
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
        var queue = new EventQueue(Options.Create(new IngestOptions { MaxQueuedBytes = 1_000, MaxQueuedEvents = 10, Writers = 1 }));
        Assert.Null(queue.TryEnqueue([.. Enumerable.Range(0, 11).Select(Event)], []));
        Assert.NotNull(queue.TryEnqueue([.. Enumerable.Range(0, 10).Select(Event)], []));
        Assert.Null(queue.TryEnqueue([Event(10)], []));
    }

    private static AcceptedEvent Event(int n) =>
        new("t", new ActionTracked("Read", new Origin($"m{n}", "v", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "web"), new EventContext(), Large));
}
