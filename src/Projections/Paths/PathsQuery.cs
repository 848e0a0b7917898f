using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Paths;

/// <summary>Answers paths: the exploration store selects the nodes, ways are cut and counted here.</summary>
public sealed class PathsQuery(ExplorationStore store, TimeProvider clock)
{
    /// <summary>The most used links, step by step.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async Task<PathsResult> RunAsync(string tenant, PathsInput input, CancellationToken cancellation)
    {
        if (input.MaxSteps is < 2 or > 20)
            throw new InvalidQuestionException("'maxSteps' must be between 2 and 20.");
        if (input.TopK is < 1 or > 50)
            throw new InvalidQuestionException("'topK' must be between 1 and 50.");
        if (input.Window <= TimeSpan.Zero)
            throw new InvalidQuestionException("'window' must be longer than nothing.");
        var (nodes, count) = (new TextCodes(), new PathCount(input.MaxSteps));
        using var visits = new ByUnit<Visit>();
        var cutter = new PathCutter(input, nodes);
        await store.ScanAsync(Statement(tenant, input), chunk => Take(chunk, nodes, visits), token =>
        {
            visits.ForEach((_, way) => count.Add(cutter.Cut(way)), token);
            return true;
        }, cancellation);
        return new PathsResult(count.Links(nodes.Texts, input.TopK), count.Paths, input.AsOf ?? clock.GetUtcNow());
    }

    private static void Take(ColumnChunk chunk, TextCodes nodes, ByUnit<Visit> visits)
    {
        var units = chunk.Column<long>(0);
        var times = chunk.Column<long>(1);
        var sequences = chunk.Column<long>(2);
        var texts = chunk.Text(3);
        for (var row = 0; row < chunk.Rows; row++)
            visits.Add(units[row], new Visit(times[row], sequences[row], nodes.Of(texts.Utf8(row))));
    }

    private static Sql Statement(string tenant, PathsInput input)
    {
        var sql = new Sql();
        var scope = new Scope(tenant, input.Range) { Filters = input.Filters, AsOf = input.AsOf, Segment = input.Segment };
        var unit = input.Unit == PathUnit.Session ? "e.session" : "person";
        sql.Add(Selection.Of(sql, scope, $"{unit}, e.occurred_at, e.seq, {(input.Node == PathNode.Page ? "e.page" : "e.name")}"));
        return input.Node == PathNode.Page ? sql.Add("and e.is_view and e.page is not null") : sql;
    }
}

/// <summary>A node that was come to.</summary>
internal readonly record struct Visit(long At, long Sequence, int Node) : IComparable<Visit>
{
    public int CompareTo(Visit other) => At != other.At ? At.CompareTo(other.At) : Sequence.CompareTo(other.Sequence);

    public static bool operator <(Visit left, Visit right) => left.CompareTo(right) < 0;

    public static bool operator >(Visit left, Visit right) => left.CompareTo(right) > 0;

    public static bool operator <=(Visit left, Visit right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Visit left, Visit right) => left.CompareTo(right) >= 0;
}
