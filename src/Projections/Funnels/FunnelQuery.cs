using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Funnels;

/// <summary>
/// Answers funnels: the exploration store selects the few columns of the events that matter, and attempts are judged here, as SQL
/// can say neither "the first event that fits" nor "one event, one step" both exactly and quickly.
/// </summary>
public sealed class FunnelQuery(ExplorationStore store, TimeProvider clock)
{
    // What is gathered of this many events takes about 300 MB at its height; more are answered in several rounds.
    private const long MostAtOnce = 4_000_000;

    /// <summary>Answers a funnel.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async Task<FunnelAnswer> RunAsync(string tenant, FunnelInput input, CancellationToken cancellation)
    {
        var rules = FunnelRules.Of(input);
        var (outcomes, values) = (new FunnelOutcomes(rules.Steps), new TextCodes());
        var rounds = await RoundsAsync(tenant, input, cancellation);
        for (var round = 0; round < rounds; round++)
        {
            using var gather = new FunnelGather(input, rules, values, outcomes);
            await store.ScanAsync(Statement(tenant, input, round, rounds), gather.Take, token =>
            {
                gather.Judge(token);
                return true;
            }, cancellation);
        }
        return new FunnelAnswer(input, rules, outcomes, values.Texts, input.AsOf ?? clock.GetUtcNow());
    }

    /// <summary>The first moment at which nothing matters to a funnel any more: an attempt that starts in the range may go on for the window, its end included.</summary>
    internal static DateTimeOffset Until(FunnelInput input) => DateTimeOffset.MaxValue - input.Window > input.Range.To
        ? (input.Range.To + input.Window).AddTicks(TimeSpan.TicksPerMicrosecond)
        : DateTimeOffset.MaxValue;

    private async Task<int> RoundsAsync(string tenant, FunnelInput input, CancellationToken cancellation)
    {
        if (await store.SizeAsync(cancellation) <= MostAtOnce)
            return 1;
        var sql = new Sql();
        sql.Add($"select count(*) from ({Events(sql, tenant, input)})");
        return (int)((await store.QueryAsync(sql, reader => reader.GetInt64(0), cancellation))[0] / MostAtOnce) + 1;
    }

    private static Sql Statement(string tenant, FunnelInput input, int round, int rounds)
    {
        var sql = new Sql();
        sql.Add($"select * from ({Events(sql, tenant, input)})");
        return rounds == 1 ? sql : sql.Add($"where hash(unit) % {rounds} = {round}");
    }

    private static string Events(Sql sql, string tenant, FunnelInput input)
    {
        var unit = input switch
        {
            { UnitProperty: { } property } => $"hash({KnownProperty.Expression(property, sql)})",
            { Unit: FunnelUnit.Session } => "e.session",
            _ => "person",
        };
        var steps = input.Steps.Select((step, bit) => $"({Selection.Matches(step.Match, sql)})::ubigint * {1UL << bit}");
        var exclusions = input.Exclusions.Select((exclusion, bit) => $"({Selection.Matches(exclusion.Match, sql)})::ubigint * {1UL << bit + FunnelRules.Most}");
        var value = input.Breakdown is { } breakdown ? $", {KnownProperty.Expression(breakdown, sql)} as value" : "";
        // Strictness asks for what else happened as well.
        var matches = input.Order == FunnelOrder.Strict ? null : input.Steps.Select(step => step.Match).Concat(input.Exclusions.Select(exclusion => exclusion.Match)).ToList();
        var scope = new Scope(tenant, input.Range with { To = Until(input) })
        {
            Filters = input.UnitProperty is { } own ? [.. input.Filters, new PropertyFilter(own, FilterOperator.IsSet, [])] : input.Filters,
            AsOf = input.AsOf, Segment = input.Segment, SegmentAt = input.Range.To,
        };
        return Selection.Of(sql, scope, $"{unit} as unit, person, e.occurred_at, e.seq, {string.Join(" + ", steps.Concat(exclusions))} as bits{value}", matches);
    }
}
