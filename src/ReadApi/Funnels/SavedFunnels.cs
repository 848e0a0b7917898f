using System.Runtime.CompilerServices;
using System.Text.Json;
using Platform.Projections.Exploration;
using Platform.Projections.Funnels.Saved;
using Platform.Projections.Questions;

namespace Platform.ReadApi.Funnels;

/// <summary>Lists saved funnels and watches their answers.</summary>
public sealed class SavedFunnels(SavedFunnelQuery query, ExplorationTailer exploration, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    // A range ends and a definition is changed without an event that matters.
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(10);

    /// <summary>The id as it was given out.</summary>
    /// <exception cref="InvalidQuestionException">It is none of ours.</exception>
    public static Guid Parse(string id) => Guid.TryParse(id, out var parsed) ? parsed : throw new InvalidQuestionException("'id' is not the id of a saved funnel.");

    /// <summary>The tenant's saved funnels by name, archived ones last.</summary>
    public async Task<IReadOnlyList<SavedFunnel>> ListAsync(string tenant, CancellationToken cancellation) =>
        [.. (await query.ListAsync(tenant, cancellation)).Select(SavedFunnel.Of)];

    /// <summary>One of them; null when there is none of this id.</summary>
    public async Task<SavedFunnel?> FindAsync(string tenant, string id, CancellationToken cancellation) =>
        await query.FindAsync(tenant, Parse(id), cancellation) is { } funnel ? SavedFunnel.Of(funnel) : null;

    /// <summary>The answer now, and whenever it is another.</summary>
    /// <exception cref="InvalidQuestionException">There is none of this id.</exception>
    public async IAsyncEnumerable<FunnelResult> Watch(string tenant, string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        byte[]? before = null;
        while (true)
        {
            var funnel = await query.FindAsync(tenant, Parse(id), cancellation) ?? throw new InvalidQuestionException("There is no such saved funnel.");
            var (mark, asked) = (await MarkAsync(), clock.GetTimestamp());
            var answer = await query.AnswerAsync(funnel, null, null, cancellation);
            var print = Print(answer);
            if (before is null || !print.AsSpan().SequenceEqual(before))
                yield return FunnelResult.Of(answer);
            before = print;
            do
                await Task.Delay(LookEvery, clock, cancellation);
            while (await MarkAsync() == mark && clock.GetElapsedTime(asked) < AtLeastEvery);

            // What the read model does not keep may change with any event.
            async Task<KeptMark> MarkAsync() => await query.MarkAsync(funnel, cancellation) ?? new KeptMark(0, exploration.Position);
        }
    }

    private static byte[] Print(SavedAnswer answer) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        answer.Version, answer.FromReadModel,
        Parts = answer.Answer.Parts.Prepend(answer.Answer.All).Select(part => new
        {
            part.Value, Times = part.Times().Count, Steps = part.Steps.Select(step => new { step.Count, step.MedianTimeFromPrevious, step.P90TimeFromPrevious }),
        }),
    });
}
