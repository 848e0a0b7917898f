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

    /// <summary>What a new edition in a schema begins with before its first page, as SQL; of one tenant or of all, of one definition or of all.</summary>
    string Seed(string schema, string? tenant, Guid? definition) => "";

    /// <summary>The column that says which definition a row is of; a table without it is the same for all of them. Null where there are none.</summary>
    string? DefinitionColumn => null;

    /// <summary>Which rows of a table another edition in a schema has as well when it has seen the same events, as an SQL condition.</summary>
    string Comparable(ReadTable table, string schema) => "true";

    /// <summary>Applies the next page, in order of sequence: all of it is committed, or nothing.</summary>
    Task ApplyAsync(IReadModelTarget target, IReadOnlyList<PageEvent> page, CancellationToken cancellation);
}
