using Marten;
using Npgsql;
using Platform.Contracts.Alerts;
using Platform.Ml.Watching;
using Platform.Projections.Metrics;

namespace Platform.Ml.Alerting;

/// <summary>Reads watched series, as they were known when each minute closed.</summary>
internal sealed class MinuteFigures(IDocumentStore store, MinutesQuery minutes)
{
    private const long Day = 24 * 60;

    /// <summary>The minutes from one to before another.</summary>
    public async Task<IReadOnlyList<FigureMinute>> ReadAsync(string tenant, AlertDefinition definition, long from, long to, CancellationToken cancellation)
    {
        var place = MinutesQuery.Metrics.ToList().IndexOf(definition.Metric!);
        var (dimension, window) = (definition.Dimension ?? "", (long)definition.Window.TotalMinutes);
        var first = from - window + 1;
        var rows = await minutes.RowsAsync(tenant, first, to, (dimension, dimension.Length == 0 ? "" : definition.Value), cancellation);
        var values = rows.GroupBy(row => row.Value).ToDictionary(group => group.Key, group => Sums([.. group], place, first, to));
        var groups = definition.Value is { } one ? [one] : dimension.Length == 0 ? [""] : await SeenAsync(tenant, dimension, from - Day, cancellation);
        var gaps = await new WatchStore(store).GapsAsync(cancellation);
        return [.. Enumerable.Range(0, (int)(to - from)).Select(i => new FigureMinute(from + i,
            gaps.Any(gap => from + i >= gap.From && from + i <= gap.To)
                ? null
                : groups.ToDictionary(group => group, group => values.TryGetValue(group, out var sums) ? sums[i + window] - sums[i] : 0)))];
    }

    // Running sums: what lies between two minutes is a difference of two of them.
    private static double[] Sums(MinuteRow[] rows, int place, long first, long to)
    {
        var sums = new double[to - first + 1];
        foreach (var row in rows)
            sums[row.Minute - first + 1] = (row.Timely[0] > 0 ? row.Timely : row.All)[place];
        for (var i = 1; i < sums.Length; i++)
            sums[i] += sums[i - 1];
        return sums;
    }

    private async Task<List<string>> SeenAsync(string tenant, string dimension, long from, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand("select distinct value from read.metric_minute where tenant = $1 and dimension = $2 and minute >= $3 order by value");
        foreach (var value in new object[] { tenant, dimension, DateTimeOffset.UnixEpoch.AddMinutes(from) })
            command.Parameters.Add(new() { Value = value });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var seen = new List<string>();
        while (await reader.ReadAsync(cancellation))
            seen.Add(reader.GetString(0));
        return seen;
    }
}
