using System.Text.Json;
using GraphQL;
using Platform.Contracts.Segments;
using Platform.Projections.Segments;

namespace Platform.ReadApi.Segments;

/// <summary>Rules that are kept under a name; a question that names the segment asks them at the end of its own range.</summary>
public sealed class Segment
{
    private readonly SavedSegment _segment;

    internal Segment(SavedSegment segment) => _segment = segment;

    /// <summary>Opaque; what `segmentId` takes.</summary>
    [Id] public string Id => _segment.Id.ToString("N");

    /// <summary>What people call it.</summary>
    public string Name => _segment.Name;

    /// <summary>The rules: a `SegmentInput`.</summary>
    public JsonElement Question => _segment.Question;

    /// <summary>When it was defined.</summary>
    public DateTimeOffset DefinedAt => _segment.DefinedAt;

    /// <summary>For how many persons they hold now.</summary>
    public Task<long> SizeAsync([FromServices] SavedSegmentQuery query, CancellationToken cancellation) => query.SizeAsync(_segment, cancellation);
}

/// <summary>Persons who are kept under a name: those for whom rules hold, or held once.</summary>
public sealed class Cohort
{
    private readonly SavedSegment _segment;
    private readonly long? _size;

    internal Cohort(SavedSegment segment, long? size = null) => (_segment, _size) = (segment, size);

    /// <summary>Opaque; what `segmentId` takes.</summary>
    [Id] public string Id => _segment.Id.ToString("N");

    /// <summary>What people call it.</summary>
    public string Name => _segment.Name;

    /// <summary>Whether it consists for ever of those who belonged to it when it was defined.</summary>
    public bool Static => _segment.Kind == SegmentKind.StaticCohort;

    /// <summary>The rules: a `SegmentInput`.</summary>
    public JsonElement Question => _segment.Question;

    /// <summary>When it was defined.</summary>
    public DateTimeOffset DefinedAt => _segment.DefinedAt;

    /// <summary>How many persons there are in it. Persons who are joined count once, and those who were forgotten no more.</summary>
    public async Task<long> SizeAsync([FromServices] SavedSegmentQuery query, CancellationToken cancellation) => _size ?? await query.SizeAsync(_segment, cancellation);

    /// <summary>The moment that its membership is of: of the last event known, or of its definition where it is static.</summary>
    public DateTimeOffset UpdatedAt([FromServices] SavedSegmentQuery query) => Static ? _segment.DefinedAt : query.CurrentAt;
}
