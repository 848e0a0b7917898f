using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Attributions;

/// <summary>Answers what conversions are owed to: the exploration store selects sessions and conversions, credit is given here.</summary>
public sealed class AttributionQuery(ExplorationStore store, TimeProvider clock)
{
    /// <summary>What each value is owed by each model.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public Task<AttributionResult> RunAsync(string tenant, AttributionInput input, CancellationToken cancellation)
    {
        var credit = new Credit(input);
        return ScanAsync(tenant, input, (_, touches, _) => credit.Give(touches),
            values => new AttributionResult(credit.Rows(values), credit.Conversions, input.Amount is null ? null : credit.Amount, input.AsOf ?? clock.GetUtcNow()), cancellation);
    }

    /// <summary>Keys, ascending, of the persons by whose conversions a model owes anything to some values.</summary>
    /// <param name="values">Values, "(none)" among them.</param>
    /// <param name="others">Not those values, but all others.</param>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public Task<List<long>> PersonsAsync(
        string tenant, AttributionInput input, AttributionModel model, IReadOnlyCollection<string> values, bool others, CancellationToken cancellation)
    {
        var (credit, persons) = (new Credit(input with { Models = [model] }), new SortedSet<long>());
        return ScanAsync(tenant, input, (person, touches, texts) => credit.Give(touches, (_, value) =>
        {
            if (values.Contains(value < 0 ? Breakdown.Missing : texts[value]) != others)
                persons.Add(person);
        }), _ => persons.ToList(), cancellation);
    }

    private async Task<T> ScanAsync<T>(string tenant, AttributionInput input, PersonReader read, Func<IReadOnlyList<string>, T> finish, CancellationToken cancellation)
    {
        if (input.LookBack <= TimeSpan.Zero || input.LookBack > TimeSpan.FromDays(3_650))
            throw new InvalidQuestionException("'lookBack' must be longer than nothing and at most ten years.");
        if (input.TopK is < 1 or > 100)
            throw new InvalidQuestionException("'topK' must be between 1 and 100.");
        if (input.Models.Count == 0 || input.Models.Distinct().Count() != input.Models.Count)
            throw new InvalidQuestionException("'models' must name at least one model, and none twice.");
        var values = new TextCodes();
        using var persons = new ByUnit<Touch>();
        return await store.ScanAsync(Statement(tenant, input), chunk => Take(chunk, values, persons), token =>
        {
            persons.ForEach((person, touches) => read(person, touches, values.Texts), token);
            return finish(values.Texts);
        }, cancellation);
    }

    private static void Take(ColumnChunk chunk, TextCodes values, ByUnit<Touch> persons)
    {
        var units = chunk.Column<long>(0);
        var times = chunk.Column<long>(1);
        var sequences = chunk.Column<long>(2);
        var conversions = chunk.Column<bool>(3);
        var direct = chunk.Column<bool>(4);
        var amounts = chunk.Column<double>(5);
        var texts = chunk.Text(6);
        for (var row = 0; row < chunk.Rows; row++)
            persons.Add(units[row], new Touch(
                times[row], sequences[row], conversions[row], direct[row], amounts[row], texts.Has(row) ? values.Of(texts.Utf8(row)) : -1));
    }

    // Only persons with a conversion matter: the sessions of all others would be sorted for nothing.
    private static Sql Statement(string tenant, AttributionInput input)
    {
        var sql = new Sql();
        var scope = new Scope(tenant, input.Range) { Filters = input.Filters, AsOf = input.AsOf, Segment = input.Segment };
        var amount = input.Amount is { } property ? $"coalesce(try_cast({KnownProperty.Expression(property, sql)} as double), 0)" : "0::double";
        return sql.Add($"""
            with conversions as materialized ({Selection.Of(sql, scope, $"person, e.occurred_at as moment, e.seq, {amount} as amount", [input.Conversion])})
            select person, moment, seq, true, false, amount, null::varchar from conversions
            union all
            select person, moment, seq, false, direct, 0::double, value from ({Sessions(sql, tenant, input)}) where person in (select person from conversions)
            """);
    }

    private static string Sessions(Sql sql, string tenant, AttributionInput input)
    {
        if (input.Range.From.UtcDateTime - DateTime.MinValue < input.LookBack)
            throw new InvalidQuestionException("'lookBack' reaches back before the calendar begins.");
        var scope = new Scope(tenant, input.Range with { From = input.Range.From - input.LookBack }) { AsOf = input.AsOf };
        var columns = $"person, e.session, e.occurred_at as moment, e.seq, coalesce(e.channel = 'Direct', true) as direct, {KnownProperty.Expression(input.Property, sql)} as value";
        if (input.AsOf is null)
            return $"""
                {Selection.Of(sql, scope, columns)}
                and e.seq in (select started_seq from sessions where tenant = {sql.Value(tenant)}
                    and started_at >= {sql.Value(scope.Range.From)} and started_at < {sql.Value(scope.Range.To)})
                """;
        return $"""
            select * from ({Selection.Of(sql, scope.WithHistory, columns)})
            qualify row_number() over (partition by session order by moment, seq) = 1 and moment >= {sql.Value(scope.Range.From)}
            """;
    }

    private delegate void PersonReader(long person, ReadOnlySpan<Touch> touches, IReadOnlyList<string> values);
}
