using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;
using Platform.Projections.Exploration;

namespace Platform.Tests.Unit.Exploration;

/// <summary>A real exploration store in a file of its own; every world becomes a tenant in it.</summary>
internal sealed class TestStore : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("exploration-").FullName;
    private readonly DuckDB.NET.Data.DuckDBConnection _connection;
    private readonly PageWriter _writer;
    private long _sequence;
    private int _tenants;

    public TestStore()
    {
        var options = new ExplorationOptions { Path = Path.Combine(_directory, "test.duckdb") };
        Store = new ExplorationStore(Options.Create(options), NullLogger<ExplorationStore>.Instance);
        _connection = Store.Connect();
        _writer = new PageWriter(_connection, options);
    }

    public ExplorationStore Store { get; }

    /// <summary>Writes a world in order of arrival, in pages of a size; gives its tenant.</summary>
    public string Write(World world, int page = 17)
    {
        var tenant = $"t{_tenants++}";
        foreach (var chunk in world.Events.OrderBy(e => e.Number).Chunk(page))
            _writer.Write([.. chunk.Select(e => Stored(tenant, e))], _sequence + chunk[^1].Number + 1);
        if (Links(tenant, world) is { Count: > 0 } links)
            _writer.WriteLinks(links);
        _sequence += world.Events.Count;
        return tenant;
    }

    /// <summary>The key of a person in the answers' drill-down.</summary>
    public static long Key(string tenant, string visitor) => StreamKey.Of(DerivedId.Visitor(tenant, visitor));

    public void Dispose()
    {
        _connection.Dispose();
        Store.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private StoredEvent Stored(string tenant, Happening e) =>
        new(tenant, DerivedId.Message(tenant, $"{e.Number}"), _sequence + e.Number + 1, e.Recorded, Event(e));

    /// <summary>What a client would have sent.</summary>
    public static IVisitorEvent Event(Happening e)
    {
        var origin = new Origin($"{e.Number}", e.Visitor, e.At, e.Recorded, "test");
        var context = new EventContext { Page = e.Page is null ? null : new PageContext(e.Page), Device = e.Device is null ? null : new DeviceContext(e.Device), Channel = e.Channel };
        var properties = JsonSerializer.SerializeToElement(new Dictionary<string, object?> { ["plan"] = e.Plan, ["price"] = e.Price }
            .Where(property => property.Value is not null).ToDictionary(property => property.Key, property => property.Value));
        return e.Name == PageViewed.EventName ? new PageViewed(origin, context, properties) : new ActionTracked(e.Name, origin, context, properties);
    }

    // As the persons' read model writes them: whoever changes hands is told of with the event that did it.
    private List<PersonLink> Links(string tenant, World world)
    {
        var links = new List<PersonLink>();
        var visitors = world.Events.SelectMany(e => new[] { e.Visitor, e.LinkedWith ?? e.Visitor }).Distinct().ToList();
        var persons = visitors.ToDictionary(visitor => visitor);
        foreach (var e in world.Events.Where(e => e.Unlinked || e.LinkedWith is not null).OrderBy(e => e.Number))
        {
            var now = world.AsOf(e.Recorded).Persons();
            foreach (var visitor in visitors.Where(visitor => now(visitor) != persons[visitor]))
            {
                persons[visitor] = now(visitor);
                links.Add(new PersonLink(tenant, DerivedId.Visitor(tenant, visitor), _sequence + e.Number + 1, e.Recorded, DerivedId.Visitor(tenant, now(visitor))));
            }
        }
        return links;
    }
}
