using System.Globalization;
using System.Text.Json;
using Platform.Tests.Integration.Health;

namespace Platform.Tests.Integration.ReadApi;

/// <summary>What the fields of the schema answer, compared with a recount of what was sent.</summary>
public class QuestionsTests(PlatformFixture platform)
{
    private const string Range = """range: { from: "2026-10-20T00:00:00Z", to: "2026-10-21T00:00:00Z" }""";
    private static readonly DateTimeOffset Day = new(2026, 10, 20, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Sessions_events_persons_and_the_catalog_are_what_a_recount_gives()
    {
        var tenant = await platform.Host.AddTenantAsync();
        var sent = await SendAsync(platform.Host, tenant);
        var answer = await platform.Host.AskAsync(tenant, $$"""
            {
              sessions({{Range}}, first: 500) { totalCount nodes { visitorId startedAt endedAt views events entryPage exitPage bounced } }
              events({{Range}}, first: 500) { nodes { name visitorId occurredAt properties person { visitorIds } } }
              shirts: events({{Range}}, first: 500, match: [{ name: "Bought", filters: [{ property: "size", operator: EQUALS, values: ["M"] }] }]) { nodes { id } }
              catalog { events { name volume firstSeen lastSeen } properties { name type on } }
              person(id: "v0") { visitorIds traits firstSeen lastSeen events(first: 500) { nodes { id } } }
              nobody: person(id: "nobody") { id }
              projections { name sequence lag state }
              live { perSecond eventsLastMinute }
              viewer { name isAdmin } tenants { id }
            }
            """);

        var sessions = answer.GetProperty("sessions").GetProperty("nodes").EnumerateArray().Select(session => (
            Text(session, "visitorId"), session.GetProperty("startedAt").GetDateTimeOffset(), session.GetProperty("endedAt").GetDateTimeOffset(), session.GetProperty("views").GetInt32(),
            session.GetProperty("events").GetInt32(), session.GetProperty("entryPage").GetString(), session.GetProperty("exitPage").GetString(), session.GetProperty("bounced").GetBoolean())).Order().ToList();
        Assert.Equal(Recount(sent), sessions);
        Assert.Equal(sessions.Count, answer.GetProperty("sessions").GetProperty("totalCount").GetInt32());

        var events = answer.GetProperty("events").GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal(sent.OrderByDescending(e => e.At).Select(e => e.At), events.Select(e => e.GetProperty("occurredAt").GetDateTimeOffset()));
        Assert.Equal(sent.Select(e => (e.Name, e.Visitor)).Order(), events.Select(e => (Text(e, "name"), Text(e, "visitorId"))).Order());
        Assert.All(events, e => Assert.Contains(Text(e, "visitorId"), e.GetProperty("person").GetProperty("visitorIds").EnumerateArray().Select(id => id.GetString()!)));
        Assert.Equal(sent.Count(e => e.Size == "M"), answer.GetProperty("shirts").GetProperty("nodes").GetArrayLength());

        foreach (var name in answer.GetProperty("catalog").GetProperty("events").EnumerateArray())
        {
            var same = sent.Where(e => e.Name == Text(name, "name")).ToList();
            Assert.Equal((same.Count, same.Min(e => e.At), same.Max(e => e.At)),
                (name.GetProperty("volume").GetInt32(), name.GetProperty("firstSeen").GetDateTimeOffset(), name.GetProperty("lastSeen").GetDateTimeOffset()));
        }
        Assert.Contains(answer.GetProperty("catalog").GetProperty("properties").EnumerateArray(), property => Text(property, "name") == "size" && property.GetProperty("on").EnumerateArray().Any(name => name.GetString() == "Bought"));

        var person = answer.GetProperty("person");
        Assert.Equal(sent.Count(e => e.Visitor == "v0"), person.GetProperty("events").GetProperty("nodes").GetArrayLength());
        Assert.Equal((sent.Where(e => e.Visitor == "v0").Min(e => e.At), sent.Where(e => e.Visitor == "v0").Max(e => e.At)),
            (person.GetProperty("firstSeen").GetDateTimeOffset(), person.GetProperty("lastSeen").GetDateTimeOffset()));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("nobody").ValueKind);
        Assert.Empty(((string[])["persons", "catalog", "rollups", "exploration"]).Except(answer.GetProperty("projections").EnumerateArray().Select(projection => Text(projection, "name"))));
        Assert.Equal(60, answer.GetProperty("live").GetProperty("perSecond").GetArrayLength());
        Assert.Contains(tenant, answer.GetProperty("tenants").EnumerateArray().Select(one => Text(one, "id")));
    }

    [Fact]
    public async Task Fifty_events_with_their_persons_take_as_few_statements_as_five()
    {
        await using var receiver = await SpanReceiver.StartAsync();
        await using var host = await HostProcess.StartAsync(settings: new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        });
        var tenant = await host.AddTenantAsync();
        await SendAsync(host, tenant);
        var counts = new List<int>();
        foreach (var first in new[] { 5, 5, 50 }) // the first of all also prepares the connection
        {
            var known = receiver.Spans.Where(span => span.Name == "graphql").Select(span => span.Trace).ToHashSet();
            var events = (await host.AskAsync(tenant, $"{{ events({Range}, first: {first}) {{ nodes {{ name person {{ id visitorIds traits }} }} }} }}")).GetProperty("events").GetProperty("nodes");
            Assert.Equal(first, events.GetArrayLength());
            string? trace = null;
            await HostProcess.UntilAsync(() => Task.FromResult((trace = receiver.Spans.FirstOrDefault(span => span.Name == "POST /graphql" && !known.Contains(span.Trace))?.Trace) is not null));
            counts.Add(receiver.Spans.Count(span => span.Trace == trace && span.Raw.Contains("postgresql", StringComparison.Ordinal)));
        }

        Assert.InRange(counts[1], 1, 6); // persons and traits, and what a pooled connection may add
        Assert.InRange(counts[2], 1, 6);
    }

    // Sessions as they are defined: a gap of more than thirty minutes begins a new one.
    private static List<(string, DateTimeOffset, DateTimeOffset, int, int, string?, string?, bool)> Recount(List<Event> sent)
    {
        var sessions = new List<(string, DateTimeOffset, DateTimeOffset, int, int, string?, string?, bool)>();
        foreach (var visitor in sent.GroupBy(e => e.Visitor))
        {
            var open = new List<Event>();
            foreach (var e in visitor.OrderBy(e => e.At).Append(null))
            {
                if (open.Count > 0 && (e is null || e.At - open[^1].At > TimeSpan.FromMinutes(30)))
                {
                    var views = open.Where(one => one.Name == "page_viewed").ToList();
                    sessions.Add((visitor.Key, open[0].At, open[^1].At, views.Count, open.Count, views.FirstOrDefault()?.Page, views.LastOrDefault()?.Page, views.Count == 1 && open.Count == 1));
                    open.Clear();
                }
                if (e is not null)
                    open.Add(e);
            }
        }
        return [.. sessions.Order()];
    }

    private static async Task<List<Event>> SendAsync(HostProcess host, string tenant)
    {
        var random = new Random(17);
        var events = Enumerable.Range(0, 300).Select(_ => random.Next(4) == 0
            ? new Event("Bought", $"v{random.Next(40)}", "/shop", random.Next(2) == 0 ? "M" : "L", Day.AddSeconds(random.Next(86_000)).AddMilliseconds(random.Next(1_000)))
            : new Event("page_viewed", $"v{random.Next(40)}", $"/{random.Next(5)}", null, Day.AddSeconds(random.Next(86_000)).AddMilliseconds(random.Next(1_000)))).ToList();
        using var response = await host.BatchAsync(tenant, events.Select((e, n) => (object)new
        {
            type = e.Name == "Bought" ? "track" : "page", @event = e.Name, messageId = $"m{n}", anonymousId = e.Visitor, timestamp = e.At.ToString("O", CultureInfo.InvariantCulture),
            properties = new { size = e.Size }, context = new { page = new { path = e.Page } },
        }));
        Assert.True(response.IsSuccessStatusCode);
        await host.CaughtUpAsync();
        return events;
    }

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString()!;

    private sealed record Event(string Name, string Visitor, string Page, string? Size, DateTimeOffset At);
}
