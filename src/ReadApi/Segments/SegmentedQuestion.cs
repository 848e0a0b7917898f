using GraphQL;
using Platform.Projections.Questions;
using Platform.Projections.Segments;

namespace Platform.ReadApi.Segments;

/// <summary>A question that can be asked of some persons only.</summary>
public abstract class SegmentedQuestion
{
    private SegmentInput? _saved;

    /// <summary>Only these persons' events.</summary>
    public SegmentQuestion? Segment { get; init; }

    /// <summary>Only the events of a saved segment's or cohort's persons.</summary>
    [Id] public string? SegmentId { get; init; }

    /// <summary>Whom it is asked of; everybody when null.</summary>
    internal SegmentInput? Chosen => _saved ?? Segment?.ToQuestion();

    internal async Task ChooseAsync(SavedSegmentQuery segments, string tenant, CancellationToken cancellation) =>
        _saved = await segments.ChooseAsync(tenant, Segment, SegmentId, cancellation);
}

/// <summary>Finds whom a question is asked of.</summary>
internal static class SegmentChoice
{
    /// <summary>The segment that is given, or the saved one that is named.</summary>
    /// <exception cref="InvalidQuestionException">Both are given, or there is no such saved one.</exception>
    public static async Task<SegmentInput?> ChooseAsync(this SavedSegmentQuery segments, string tenant, SegmentQuestion? given, string? id, CancellationToken cancellation) => (given, id) switch
    {
        (not null, not null) => throw new InvalidQuestionException("Give 'segment' or 'segmentId', not both."),
        (_, not null) => await segments.FindAsync(tenant, id, cancellation),
        _ => given?.ToQuestion(),
    };

    /// <summary>The same question, with the saved segment that it names.</summary>
    public static async Task<T> WithAsync<T>(this SavedSegmentQuery segments, string tenant, T question, CancellationToken cancellation) where T : SegmentedQuestion
    {
        await question.ChooseAsync(segments, tenant, cancellation);
        return question;
    }
}
