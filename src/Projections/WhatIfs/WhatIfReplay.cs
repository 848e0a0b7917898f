using System.Diagnostics;
using System.Runtime.CompilerServices;
using Marten;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;
using Platform.Projections.Reading;

namespace Platform.Projections.WhatIfs;

/// <summary>
/// Replays real history under other rules beside the live figures: events are read from the event store and counted in memory.
/// Nothing is written anywhere, so whoever stops listening has cancelled it.
/// </summary>
public sealed class WhatIfReplay(IDocumentStore store, IOptions<ExplorationOptions> options) : IDisposable
{
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(30);
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(250);
    private readonly EventPages _events = new(store);
    private readonly EventReader _marks = new(store);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>How far it has come, a few times a second; the figures at the end. One runs at a time, the others wait.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async IAsyncEnumerable<WhatIf> RunAsync(string tenant, WhatIfInput input, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (now, then) = Rules(input);
        yield return new WhatIf(0, 0, 0, null, null);
        await _turn.WaitAsync(cancellation);
        try
        {
            using var history = new TrialHistory(input, now, then);
            var (highWater, persons, _) = await _marks.MarksAsync(cancellation);
            var total = Math.Min(highWater, persons);
            var (started, told, rate) = (Stopwatch.GetTimestamp(), 0L, 0d);
            await foreach (var (page, through) in _events.ReadAsync(0, total, tenant, cancellation))
            {
                history.Take(page);
                if (Stopwatch.GetElapsedTime(told) < TellEvery)
                    continue;
                told = Stopwatch.GetTimestamp();
                rate = through / Stopwatch.GetElapsedTime(started).TotalSeconds;
                yield return new WhatIf(through, total, rate, TimeSpan.FromSeconds((total - through) / rate), null);
            }
            var links = await LinksAsync(tenant, total, cancellation);
            var figures = await Task.Run(() => history.Count(visitor => links.GetValueOrDefault(visitor, visitor), cancellation), cancellation);
            yield return new WhatIf(total, total, rate, TimeSpan.Zero, new WhatIfResult(figures.Now, figures.Then, total));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The figures, once everything was replayed.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async Task<WhatIfResult> AskAsync(string tenant, WhatIfInput input, CancellationToken cancellation)
    {
        WhatIfResult? result = null;
        await foreach (var progress in RunAsync(tenant, input, cancellation))
            result = progress.Result;
        return result!;
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private (TrialRules Now, TrialRules Then) Rules(WhatIfInput input)
    {
        if (input.Range.From >= input.Range.To)
            throw new InvalidQuestionException("The range is empty: 'from' must be before 'to'.");
        if (new[] { input.SessionGap, input.LongestSession, input.LookBack }.Any(span => span <= TimeSpan.Zero || span > TimeSpan.FromDays(3_650)))
            throw new InvalidQuestionException("'sessionGap', 'longestSession' and 'lookBack' must be longer than nothing and at most ten years.");
        if (input.MostEventsPerMinute < 1)
            throw new InvalidQuestionException("'mostEventsPerMinute' must be at least 1.");
        var now = new TrialRules(options.Value.SessionGap, options.Value.LongestSession, LeavesOut: false, null, LookBack);
        return (now, new TrialRules(
            input.SessionGap ?? now.SessionGap, input.LongestSession ?? now.LongestSession, LeavesOut: true, input.MostEventsPerMinute, input.LookBack ?? now.LookBack));
    }

    private async Task<Dictionary<long, long>> LinksAsync(string tenant, long through, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand(
            "select distinct on (stream) stream, person from read.person_links where tenant = $1 and sequence <= $2 order by stream, sequence desc");
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = through, NpgsqlDbType = NpgsqlDbType.Bigint });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var links = new Dictionary<long, long>();
        while (await reader.ReadAsync(cancellation))
            links[StreamKey.Of(reader.GetGuid(0))] = StreamKey.Of(reader.GetGuid(1));
        return links;
    }
}
