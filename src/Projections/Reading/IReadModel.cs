namespace Platform.Projections.Reading;

/// <summary>
/// A read model in tables of its own, written a page of events at a time. It never knows whether it runs live or in a replay:
/// where its tables are, the target says.
/// </summary>
internal interface IReadModel
{
    /// <summary>The projection's name.</summary>
    string Name { get; }

    /// <summary>Everything that it writes, and nothing else does.</summary>
    IReadOnlyList<ReadTable> Tables { get; }

    /// <summary>Applies the next page, in order of sequence: all of it is committed, or nothing.</summary>
    Task ApplyAsync(IReadModelTarget target, IReadOnlyList<PageEvent> page, CancellationToken cancellation);
}
