using System.Runtime.CompilerServices;
using System.Text.Json;
using Platform.Projections.Exploration;
using Platform.Projections.Trends;

namespace Platform.ReadApi.Trends;

/// <summary>Watches the answers to trends: asks again when the exploration store has more events.</summary>
public sealed class TrendUpdates(TrendQuery query, ExplorationTailer store, TimeProvider clock)
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);

    // Periods end and ranges pass without an event; nobody sees the difference between now and half a minute later.
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(30);

    /// <summary>The answer now, and whenever it is another.</summary>
    public async IAsyncEnumerable<Trend> Watch(
        string tenant, TrendInput input, [EnumeratorCancellation] CancellationToken cancellation)
    {
        byte[]? before = null;
        while (true)
        {
            var (position, asked) = (store.Position, clock.GetTimestamp());
            var answer = await query.RunAsync(tenant, input, cancellation);
            var print = JsonSerializer.SerializeToUtf8Bytes(answer.Series);
            if (before is null || !print.AsSpan().SequenceEqual(before))
                yield return answer;
            before = print;
            do
                await Task.Delay(AtMostEvery, clock, cancellation);
            while (store.Position == position && clock.GetElapsedTime(asked) < AtLeastEvery);
        }
    }
}
