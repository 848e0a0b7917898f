using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Contracts.Ingestion;
using Platform.Ingest;
using Platform.Ingest.Http;
using Platform.Ingest.Storing;

namespace Platform.Tests.Unit.Ingest;

public class StrangerLettersTests
{
    [Fact]
    public void Only_so_many_requests_of_strangers_are_kept_a_minute()
    {
        var options = Options.Create(new IngestOptions { StrangerLettersPerMinute = 3, Writers = 1 });
        var queue = new EventQueue(options, new StoreStatus(TimeProvider.System));
        using var letters = new StrangerLetters(queue, options, TimeProvider.System);

        var asked = Enumerable.Range(0, 5).Select(_ => letters.KeepAsync(DropReason.UnknownSource, "Not known.", JsonElement.Parse("{}"))).ToList();

        Assert.Equal([false, false, false, true, true], asked.Select(letter => letter.IsCompletedSuccessfully)); // the kept ones wait for the store
        var kept = 0;
        while (queue.Lanes[0].Reader.TryRead(out _))
            kept++;
        Assert.Equal(3, kept);
    }
}
