using Marten;
using Npgsql;
using Platform.Contracts.Ingestion;
using Platform.Projections.Questions;
using Platform.ReadApi.DeadLetters;

namespace Platform.ReadApi.DataQuality;

/// <summary>Reads the counters that the storing transactions keep.</summary>
public sealed class DataQualityQuery(IDocumentStore store, TimeProvider clock)
{
    private const int MostViolations = 500;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(800);
    private static readonly TimeSpan ByHour = TimeSpan.FromDays(8);

    private const string Totals =
        """
        select source, kind, detail, sum(events)::bigint from ingest.counts
        where tenant = $1 and hour >= $2 and hour < $3 group by source, kind, detail
        """;

    private const string Periods =
        """
        select date_trunc($4, hour, 'UTC'), kind, sum(events)::bigint from ingest.counts
        where tenant = $1 and hour >= $2 and hour < $3 group by 1, 2
        """;

    private const string Freshness = "select source, max(last_at) from ingest.counts where tenant = $1 and kind in ('stored', 'duplicate') group by source";

    /// <summary>The quality of what was received in the range, cut to whole hours.</summary>
    /// <exception cref="InvalidQuestionException">There is no such range.</exception>
    public async Task<DataQuality> RunAsync(string tenant, TimeRange range, CancellationToken cancellation)
    {
        if (range.From >= range.To || range.Length > Longest)
            throw new InvalidQuestionException($"'range' must end after it begins, and at most {Longest.TotalDays} days later.");
        var (from, to) = (Start(range.From, TimeSpan.FromHours(1)), Start(range.To.AddTicks(TimeSpan.TicksPerHour - 1), TimeSpan.FromHours(1)));
        var period = to - from <= ByHour ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);
        await using var session = store.QuerySession();
        var rows = await ReadAsync(session, Totals, [tenant, from, to], reader => new Row(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3)), cancellation);
        var periods = await ReadAsync(session, Periods, [tenant, from, to, period.TotalHours > 1 ? "day" : "hour"],
            reader => (Start: reader.GetFieldValue<DateTimeOffset>(0), Kind: reader.GetString(1), Events: reader.GetInt64(2)), cancellation);
        var fresh = await ReadAsync(session, Freshness, [tenant], reader => (Source: reader.GetString(0), At: reader.GetFieldValue<DateTimeOffset>(1)), cancellation);
        var counts = periods.ToDictionary(row => (row.Start, row.Kind), row => row.Events);
        return new DataQuality(from, to, clock.GetUtcNow(), Sum(rows, "stored"), Sum(rows, "duplicate"),
            [.. rows.Where(row => row.Kind == "dropped").GroupBy(row => row.Detail).Select(reason => new DropCount(Enum.Parse<DropReason>(reason.Key), reason.Sum(row => row.Events))).OrderByDescending(reason => reason.Count)],
            Sum(rows, "late"),
            [.. rows.Where(row => row.Kind == "violation").GroupBy(row => row.Detail).Select(Violation).OrderByDescending(violation => violation.Count).Take(MostViolations)],
            [.. rows.Select(row => row.Source).Union(fresh.Select(source => source.Source)).Order(StringComparer.Ordinal)
                .Select(source => Source(source, [.. rows.Where(row => row.Source == source)], fresh.Where(known => known.Source == source).Select(known => (DateTimeOffset?)known.At).FirstOrDefault()))],
            [.. Starts(Start(from, period), to, period).Select(start => new QualityPeriod(start,
                counts.GetValueOrDefault((start, "stored")), counts.GetValueOrDefault((start, "duplicate")), counts.GetValueOrDefault((start, "dropped")),
                counts.GetValueOrDefault((start, "late")), counts.GetValueOrDefault((start, "violation"))))]);
    }

    private static SourceQuality Source(string source, List<Row> rows, DateTimeOffset? last) => new(
        source, Sum(rows, "stored"), Sum(rows, "duplicate"), Sum(rows, "dropped"), Sum(rows, "late"), Sum(rows, "violation"), last);

    private static SchemaViolation Violation(IGrouping<string, Row> violation) => violation.Key.Split('\n') is [var name, var property, var expected]
        ? new SchemaViolation(name, property, expected, violation.Sum(row => row.Events))
        : throw new InvalidOperationException($"The counter '{violation.Key}' is no violation.");

    private static long Sum(IEnumerable<Row> rows, string kind) => rows.Where(row => row.Kind == kind).Sum(row => row.Events);

    private static DateTimeOffset Start(DateTimeOffset at, TimeSpan period) => new(at.UtcTicks - at.UtcTicks % period.Ticks, TimeSpan.Zero);

    private static IEnumerable<DateTimeOffset> Starts(DateTimeOffset from, DateTimeOffset to, TimeSpan period)
    {
        for (var start = from; start < to; start += period)
            yield return start;
    }

    private static async Task<List<T>> ReadAsync<T>(
        IQuerySession session, string sql, object[] values, Func<System.Data.Common.DbDataReader, T> read, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(reader));
        return rows;
    }

    private sealed record Row(string Source, string Kind, string Detail, long Events);
}
