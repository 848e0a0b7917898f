using System.Text.Json;
using GraphQL;
using GraphQL.DataLoader;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;
using Platform.Projections.Catalog;
using Platform.Projections.Events;
using Platform.Projections.Overview;
using Platform.Projections.Persons;
using Platform.Projections.Rollups;
using Platform.Projections.Sessions;

namespace Platform.ReadApi.Schema;

/// <summary>Where a page of a list ends.</summary>
public sealed record PageInfo(bool HasNextPage, string? EndCursor)
{
    internal static PageInfo At(string? end) => new(end is not null, end);
}

/// <summary>The key figures of a range, and of the one before.</summary>
[Name("Overview")]
public sealed record OverviewType(OverviewFigures Current, OverviewFigures? Previous, DateTimeOffset AsOf);

/// <summary>A stored event.</summary>
[Name("Event")]
public sealed class EventType(string tenant, ExploredEvent explored)
{
    /// <summary>Follows from tenant and message id.</summary>
    [Id] public string Id => explored.Id.ToString("N");

    /// <summary>Place in the event store.</summary>
    public long Sequence => explored.Sequence;

    /// <summary>What happened.</summary>
    public string Name => explored.Name;

    /// <summary>Valid time.</summary>
    public DateTimeOffset OccurredAt => explored.OccurredAt;

    /// <summary>Knowledge time.</summary>
    public DateTimeOffset RecordedAt => explored.RecordedAt;

    /// <summary>Whom it happened to.</summary>
    public IDataLoaderResult<PersonType?> Person([FromServices] PersonLoader persons) => persons.Load((tenant, explored.PersonId));

    /// <summary>The client-side id.</summary>
    [Id] public string VisitorId => explored.VisitorId;

    /// <summary>The visit it belongs to.</summary>
    [Id] public string? SessionId => explored.SessionId?.ToString("N");

    /// <summary>The client's properties; context stands under `$context`.</summary>
    public JsonElement Properties => explored.Properties;
}

/// <summary>A page of events.</summary>
public sealed record EventConnection(IReadOnlyList<EventType> Nodes, PageInfo PageInfo)
{
    internal static EventConnection Of(string tenant, EventPage page) => new([.. page.Nodes.Select(node => new EventType(tenant, node))], PageInfo.At(page.EndCursor));
}

/// <summary>A visit.</summary>
[Name("Session")]
public sealed class SessionType(Session session)
{
    /// <summary>Identity.</summary>
    [Id] public string Id => session.Id.ToString("N");

    /// <summary>The client-side id.</summary>
    [Id] public string VisitorId => session.VisitorId;

    /// <summary>First event.</summary>
    public DateTimeOffset StartedAt => session.StartedAt;

    /// <summary>Last event.</summary>
    public DateTimeOffset EndedAt => session.EndedAt;

    /// <summary>From first to last event.</summary>
    public TimeSpan Duration => session.Duration;

    /// <summary>Pages and screens.</summary>
    public int Views => session.Views;

    /// <summary>All events.</summary>
    public int Events => session.Events;

    /// <summary>One view and nothing done.</summary>
    public bool Bounced => session.Bounced;

    /// <summary>First page.</summary>
    public string? EntryPage => session.EntryPage;

    /// <summary>Last page.</summary>
    public string? ExitPage => session.ExitPage;

    /// <summary>Referring site.</summary>
    public string? Referrer => session.Referrer;

    /// <summary>Marketing channel.</summary>
    public string? Channel => session.Channel;

    /// <summary>ISO country.</summary>
    public string? Country => session.Country;

    /// <summary>Device type.</summary>
    public string? Device => session.Device;

    /// <summary>Browser family.</summary>
    public string? Browser => session.Browser;
}

/// <summary>A page of sessions.</summary>
public sealed record SessionConnection(IReadOnlyList<SessionType> Nodes, PageInfo PageInfo, long TotalCount)
{
    internal static SessionConnection Of(SessionPage page) =>
        new([.. page.Nodes.Select(node => new SessionType(node))], PageInfo.At(page.EndCursor), page.TotalCount);
}

/// <summary>The visitor ids that events joined.</summary>
[Name("Person")]
public sealed class PersonType(Person person)
{
    /// <summary>The least of its visitors' stream ids.</summary>
    [Id] public string Id => person.Id.ToString("N");

    /// <summary>Its ids.</summary>
    [Id] public IEnumerable<string> VisitorIds => person.VisitorIds;

    /// <summary>What identify calls told.</summary>
    public JsonElement Traits => person.Traits;

    /// <summary>Earliest event of any of its ids.</summary>
    public DateTimeOffset FirstSeen => person.FirstSeen;

    /// <summary>Latest event of any of its ids.</summary>
    public DateTimeOffset LastSeen => person.LastSeen;

    /// <summary>What it did, the newest first.</summary>
    public Task<EventConnection> Events(
        IResolveFieldContext context, [FromServices] EventsQuery events, [FromServices] TenantScope scope, int? first = 50, string? after = null) =>
        scope.AskAsync(context, async tenant =>
            EventConnection.Of(tenant, await events.OfVisitorsAsync(tenant, person.Streams, first ?? 50, after, context.CancellationToken)));
}

/// <summary>Names and properties seen.</summary>
[Name("Catalog")]
public sealed record CatalogType(IReadOnlyList<CatalogEvent> Events, IReadOnlyList<CatalogProperty> Properties);

/// <summary>A rolled-up series.</summary>
[Name("MetricSeries")]
public sealed record MetricSeriesType(string Metric, IReadOnlyList<MetricPointType> Points);

/// <summary>The value of a bucket.</summary>
[Name("MetricPoint")]
public sealed class MetricPointType(MetricPoint point)
{
    private static readonly JsonElement None = JsonElement.Parse("{}");

    /// <summary>Start of the bucket.</summary>
    public DateTimeOffset Start => point.Start;

    /// <summary>The number.</summary>
    public double Value => point.Value;

    /// <summary>What it is the number of.</summary>
    public JsonElement Dimensions => None;
}

/// <summary>Length of a bucket.</summary>
public enum Bucket
{
    /// <summary>A minute.</summary>
    Minute,

    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day.</summary>
    Day,
}

/// <summary>An event that was refused.</summary>
[Name("DeadLetter")]
public sealed class DeadLetterType(DeadLetter letter)
{
    /// <summary>Identity.</summary>
    [Id] public string Id => letter.Id.ToString("N");

    /// <summary>Why.</summary>
    public DropReason Reason => letter.Reason;

    /// <summary>What to change.</summary>
    public string Message => letter.Message;

    /// <summary>When.</summary>
    public DateTimeOffset ReceivedAt => letter.ReceivedAt;

    /// <summary>As sent.</summary>
    public JsonElement Payload => letter.Payload;
}

/// <summary>A page of dead letters.</summary>
public sealed record DeadLetterConnection(IReadOnlyList<DeadLetterType> Nodes, PageInfo PageInfo, long TotalCount);

/// <summary>A tenant.</summary>
[Name("Tenant")]
public sealed class TenantType(Tenant tenant)
{
    /// <summary>The slug.</summary>
    [Id] public string Id => tenant.Slug;

    /// <summary>What people see.</summary>
    public string Name => tenant.Name;

    /// <summary>IANA zone.</summary>
    public string TimeZone => tenant.TimeZone;

    /// <summary>How visitors are told apart.</summary>
    public VisitorIdentification VisitorIdentification => tenant.Identification;

    /// <summary>Who may send events.</summary>
    public IEnumerable<SourceType> Sources => tenant.Sources.Select(source => new SourceType(source));
}

/// <summary>A source of events. Only administrators get its write key.</summary>
[Name("Source")]
public sealed class SourceType(Source source)
{
    /// <summary>Its name.</summary>
    public string Name => source.Name;

    /// <summary>Whoever has it may send events.</summary>
    public string WriteKey(IResolveFieldContext context) => context.User?.IsInRole("admin") == true
        ? source.WriteKey
        : throw new ExecutionError("Only administrators see write keys.") { Code = "ACCESS_DENIED" };
}

/// <summary>Who is asking.</summary>
public sealed record Viewer(string Name, bool IsAdmin);
