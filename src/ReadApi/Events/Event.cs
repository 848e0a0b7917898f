using System.Text.Json;
using GraphQL;
using GraphQL.DataLoader;
using Platform.Contracts;
using Platform.Projections.Events;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Persons;
using Platform.ReadApi.Questions;

namespace Platform.ReadApi.Events;

/// <summary>A stored event.</summary>
public sealed class Event
{
    private readonly Guid _stream;

    private Event(Guid stream) => _stream = stream;

    /// <summary>Opaque; the same for the same message of the same tenant, for ever.</summary>
    [Id] public required string Id { get; init; }

    /// <summary>Its place in the store.</summary>
    public required long Sequence { get; init; }

    /// <summary>What happened: <c>page_viewed</c> and the like, or the action's own name.</summary>
    public required string Name { get; init; }

    /// <summary>When it happened, by the client's clock, corrected.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When the store had it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The client's anonymous id, its user id, or a daily changing hash.</summary>
    [Id] public required string VisitorId { get; init; }

    /// <summary>The visit that it belongs to, once that is known.</summary>
    [Id] public required string? SessionId { get; init; }

    /// <summary>The client's own properties; what the platform found out stands under <c>$context</c>.</summary>
    public required JsonElement Properties { get; init; }

    /// <summary>Whom it belongs to now; null until the persons' read model has the visitor.</summary>
    public IDataLoaderResult<Person?> Person([FromServices] PersonLoader persons, IResolveFieldContext context) =>
        persons.Of(OperationContext.Of(context).Tenant, _stream);

    internal static Event Of(string tenant, ExploredEvent stored) => new(DerivedId.Visitor(tenant, stored.VisitorId))
    {
        Id = stored.Id.ToString("N"), Sequence = stored.Sequence, Name = stored.Name, OccurredAt = stored.OccurredAt,
        RecordedAt = stored.RecordedAt, VisitorId = stored.VisitorId, SessionId = stored.SessionId?.ToString(), Properties = stored.Properties,
    };
}

/// <summary>Events, the newest first.</summary>
/// <param name="Nodes">This page.</param>
/// <param name="PageInfo">Where it ends.</param>
public sealed record EventConnection(IReadOnlyList<Event> Nodes, PageInfo PageInfo)
{
    internal static EventConnection Of(string tenant, EventPage page) =>
        new([.. page.Nodes.Select(stored => Event.Of(tenant, stored))], PageInfo.Of(page.EndCursor));
}
