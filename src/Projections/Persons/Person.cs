using System.Text.Json;

namespace Platform.Projections.Persons;

/// <summary>The visitor ids that events joined, with what is known of them.</summary>
/// <param name="Id">The least stream id of the set.</param>
/// <param name="Streams">The visitors' streams, in the order of <paramref name="VisitorIds"/>.</param>
public sealed record Person(
    Guid Id, IReadOnlyList<string> VisitorIds, IReadOnlyList<Guid> Streams, JsonElement Traits,
    DateTimeOffset FirstSeen, DateTimeOffset LastSeen);
