using System.Text.Json;
using GraphQL;
using Platform.Projections.Events;
using Platform.Projections.Persons;
using Platform.ReadApi.Events;
using Platform.ReadApi.Execution;

namespace Platform.ReadApi.Persons;

/// <summary>The visitors that events joined.</summary>
public sealed class Person
{
    private readonly IReadOnlyList<Guid> _streams;

    private Person(IReadOnlyList<Guid> streams) => _streams = streams;

    /// <summary>Opaque; changes when visitors are joined or taken apart.</summary>
    [Id] public required string Id { get; init; }

    /// <summary>The ids that are this person.</summary>
    [Id] public required IReadOnlyList<string> VisitorIds { get; init; }

    /// <summary>What identify calls told: a JSON object.</summary>
    public required JsonElement Traits { get; init; }

    /// <summary>The earliest event of any of its ids.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>The latest event of any of its ids.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>What it did, the newest first.</summary>
    public async Task<EventConnection> EventsAsync(
        [FromServices] EventsQuery query, IResolveFieldContext context, int? first = 50, string? after = null, CancellationToken cancellation = default)
    {
        var tenant = OperationContext.Of(context).Tenant;
        return EventConnection.Of(tenant, await query.OfVisitorsAsync(tenant, _streams, first ?? 50, after, cancellation));
    }

    /// <summary>The traits as they were known at a moment: by what its ids' identify calls had told until then.</summary>
    public Task<JsonElement> TraitsAsOfAsync(
        [FromServices] TraitsQuery query, IResolveFieldContext context, DateTimeOffset at, CancellationToken cancellation) =>
        query.AsOfAsync(OperationContext.Of(context).Tenant, _streams, at, cancellation);

    /// <summary>The accounts and organisations that group calls named, the eldest first.</summary>
    public Task<IReadOnlyList<PersonGroup>> GroupsAsync([FromServices] TraitsQuery query, IResolveFieldContext context, CancellationToken cancellation) =>
        query.GroupsAsync(OperationContext.Of(context).Tenant, _streams, cancellation);

    internal static Person Of(Projections.Persons.Person person) => new(person.Streams)
    {
        Id = person.Id.ToString("N"), VisitorIds = person.VisitorIds, Traits = person.Traits, FirstSeen = person.FirstSeen, LastSeen = person.LastSeen,
    };
}
