namespace Platform.Contracts.Persons;

/// <summary>
/// A person's events were taken out of the store for good. Stream: the erasure's own id, in the tenant. Names nobody: visitors are
/// told by their streams, events by ids that are hashes.
/// </summary>
/// <param name="PersonId">The person's id, as it was asked for.</param>
/// <param name="Visitors">The streams of the person's visitors.</param>
/// <param name="Others">The streams of other visitors that lost an event: one that joined them with the person.</param>
/// <param name="Events">How many events are gone: the visitors' own, and those of others that joined them with somebody.</param>
/// <param name="DeadLetters">How many refused events that named one of the visitors are gone.</param>
/// <param name="Rebuild">The rebuild of everything that depended on them.</param>
/// <param name="Digest"><see cref="ErasureDigest"/> of what is gone.</param>
public sealed record PersonForgotten(
    string PersonId, IReadOnlyList<Guid> Visitors, IReadOnlyList<Guid> Others, long Events, long DeadLetters, Guid Rebuild, string Digest, string By, DateTimeOffset At)
{
    /// <summary>The stored name.</summary>
    public const string EventName = "person_forgotten";
}
