using System.Text;
using System.Text.Json;
using CsCheck;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;
using Platform.Ingest.Kafka;

namespace Platform.Tests.Unit.Kafka;

public class BatchFormatTests
{
    private static readonly Gen<AcceptedEvent> Accepted =
        from kind in Gen.Int[0, 2]
        from visitor in Gen.String[1, 20]
        from text in Gen.String
        from number in Gen.Double.Where(double.IsFinite)
        from ticks in Gen.Long[0, 1_000_000_000]
        select new AcceptedEvent("tenant", Event(kind, new Origin("m" + ticks, visitor, DateTimeOffset.UnixEpoch.AddSeconds(ticks), DateTimeOffset.UnixEpoch.AddSeconds(ticks + 1), "web"),
            JsonSerializer.SerializeToElement(new { text, number })))
        {
            Violations = ticks % 2 == 0 ? [new PlanViolation("did", text, "number")] : [],
        };

    private static readonly Gen<RefusedEvent> Refused =
        from text in Gen.String
        select new RefusedEvent("", new DeadLetter { Id = Guid.CreateVersion7(), Reason = DropReason.Malformed, Message = text, Payload = JsonSerializer.SerializeToElement(text) });

    [Fact]
    public void A_batch_is_read_as_it_was_written() =>
        Gen.Select(Accepted.List[0, 20], Refused.List[0, 5]).Sample((events, refused) =>
        {
            var read = BatchFormat.Read(BatchFormat.Join([.. events.Select(BatchFormat.Write)], [.. refused.Select(BatchFormat.Write)]));
            Assert.Equal(events.Select(Text), read.Events.Select(Text));
            Assert.Equal(refused.Select(Text), read.Refused.Select(Text));
        }, iter: 1_000);

    [Fact]
    public void An_event_of_every_kind_has_a_name_on_the_wire()
    {
        foreach (var (name, type) in StoredNames.Visitor)
        {
            var sample = File.ReadAllText(RepositoryFiles.PathOf("tests", "Unit", "approved", name + ".json"));
            var read = BatchFormat.Read(Encoding.UTF8.GetBytes($$"""{"events":[{"tenant":"t","type":"{{name}}","event":{{sample}}}],"refused":[]}"""));
            Assert.IsType(type, Assert.Single(read.Events).Event);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"events":[]}""")]
    [InlineData("""{"events":[null],"refused":[]}""")]
    [InlineData("""{"events":[{"tenant":"t","type":"page_viewed","event":{}}],"refused":[]}""")]
    [InlineData("""{"events":[{"tenant":"t","type":"page_viewed","event":null}],"refused":[]}""")]
    [InlineData("""{"events":[{"tenant":"t","type":"never_heard_of","event":{}}],"refused":[]}""")]
    [InlineData("""{"events":[7],"refused":[]}""")]
    [InlineData("""{"events":[],"refused":[null]}""")]
    [InlineData("""{"events":[],"refused":[{"tenant":"t","letter":null}]}""")]
    public void Anything_else_is_refused_and_never_half_read(string message) =>
        Assert.Throws<JsonException>(() => BatchFormat.Read(Encoding.UTF8.GetBytes(message)));

    [Fact]
    public void A_visitors_partition_depends_on_nothing_but_the_visitor()
    {
        var counts = new int[8];
        for (var visitor = 0; visitor < 8_000; visitor++)
        {
            var partitions = Enumerable.Range(0, 3).Select(_ => Partitioning.Of(new AcceptedEvent("t", Event(visitor % 3,
                new Origin($"m{Random.Shared.Next()}", $"v{visitor}", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "web"), default)), 8)).Distinct();
            counts[Assert.Single(partitions)]++;
        }
        Assert.All(counts, count => Assert.InRange(count, 850, 1_150));
    }

    private static IVisitorEvent Event(int kind, Origin origin, JsonElement properties) => kind switch
    {
        0 => new PageViewed(origin, new EventContext { Page = new PageContext("/ü\"<") }, properties),
        1 => new ActionTracked("did", origin, new EventContext(), properties),
        _ => new VisitorIdentified("user", origin, new EventContext(), properties),
    };

    private static string Text(AcceptedEvent accepted) => accepted.Tenant + JsonSerializer.Serialize(accepted.Event, accepted.Event.GetType()) + JsonSerializer.Serialize(accepted.Violations);

    private static string Text(RefusedEvent refused) => JsonSerializer.Serialize(refused);
}
