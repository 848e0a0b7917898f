using System.Runtime.CompilerServices;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;
using Platform.Projections.Segments;

namespace Platform.ReadApi.Segments;

/// <summary>Watches cohorts: counts again when the exploration store has more events.</summary>
public sealed class CohortUpdates(SavedSegmentQuery query, ExplorationTailer exploration, TimeProvider clock)
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(200);

    // Rules about the last days change their answer without an event.
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(10);

    /// <summary>The cohort now, and whenever another number of persons is in it.</summary>
    /// <exception cref="InvalidQuestionException">There is none of this id, or not any more.</exception>
    public async IAsyncEnumerable<Cohort> Watch(string tenant, string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var before = -1L; ;)
        {
            var (position, asked) = (exploration.Position, clock.GetTimestamp());
            var cohort = await query.CohortAsync(tenant, id, cancellation) ?? throw new InvalidQuestionException("There is no such cohort.");
            var size = await query.SizeAsync(cohort, cancellation);
            if (size != before)
                yield return new Cohort(cohort, size);
            before = size;
            do
                await Task.Delay(AtMostEvery, clock, cancellation);
            while (exploration.Position == position && clock.GetElapsedTime(asked) < AtLeastEvery);
        }
    }
}
