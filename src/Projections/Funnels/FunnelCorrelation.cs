using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Funnels;

/// <summary>How something that persons did, or that their events have, goes along with converting.</summary>
/// <param name="Property">The property; null where it is an event.</param>
/// <param name="Value">Its value, or the name of the event.</param>
/// <param name="Converted">Persons who have it, of those who took every required step.</param>
/// <param name="ConvertedOf">How many took every required step.</param>
/// <param name="Dropped">Persons who have it, of those who began and did not.</param>
/// <param name="DroppedOf">How many began and did not.</param>
/// <param name="OddsRatio">Above 1: those who have it convert more often. Half a person is added to each of the four counts (Haldane and Anscombe), so that none is nothing.</param>
/// <param name="Lower">Lower end of the odds ratio's 95 % confidence interval (Woolf).</param>
/// <param name="Upper">Upper end of it.</param>
public sealed record FunnelCorrelation(
    string? Property, string Value, long Converted, long ConvertedOf, long Dropped, long DroppedOf, double OddsRatio, double Lower, double Upper)
{
    private const double Quantile = 1.959963984540054;

    internal static FunnelCorrelation Of(string? property, string value, long converted, long convertedOf, long dropped, long droppedOf)
    {
        double[] counts = [converted + 0.5, convertedOf - converted + 0.5, dropped + 0.5, droppedOf - dropped + 0.5];
        var (odds, error) = (Math.Log(counts[0] * counts[3] / (counts[1] * counts[2])), Math.Sqrt(counts.Sum(count => 1 / count)));
        return new FunnelCorrelation(property, value, converted, convertedOf, dropped, droppedOf, Math.Exp(odds), Math.Exp(odds - Quantile * error), Math.Exp(odds + Quantile * error));
    }

    /// <summary>How many standard errors it is away from making no difference.</summary>
    internal double Strength => Math.Abs(Math.Log(OddsRatio)) * 2 * Quantile / Math.Log(Upper / Lower);
}

/// <summary>Finds what tells those who convert from those who began and did not.</summary>
public sealed class FunnelCorrelationQuery(ExplorationStore store)
{
    private const int MostProperties = 10;

    /// <summary>The events of the funnel's time, and the values of some properties, that go along most clearly with converting or with not.</summary>
    /// <param name="answer">The funnel's answer.</param>
    /// <param name="first">How many.</param>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async Task<IReadOnlyList<FunnelCorrelation>> RunAsync(
        string tenant, FunnelAnswer answer, IReadOnlyList<string> properties, int first, CancellationToken cancellation)
    {
        if (properties.Count > MostProperties)
            throw new InvalidQuestionException($"At most {MostProperties} properties can be looked at at once.");
        if (first is < 1 or > 100)
            throw new InvalidQuestionException("'first' must be between 1 and 100.");
        var persons = answer.All.Steps[0].Persons(dropped: false).ToDictionary(person => person, _ => false);
        foreach (var person in answer.All.Converted())
            persons[person] = true;
        var convertedOf = persons.Values.LongCount(converted => converted);
        var steps = answer.Input.Steps.Select(step => step.Match.Name).ToHashSet();
        return
        [
            .. (await CountAsync(tenant, answer.Input, persons, properties, cancellation))
                .Where(found => found.Key.Property > 0 || !steps.Contains(found.Key.Value))
                .Select(found => FunnelCorrelation.Of(found.Key.Property == 0 ? null : properties[found.Key.Property - 1], found.Key.Value,
                    found.Value.Converted, convertedOf, found.Value.Dropped, persons.Count - convertedOf))
                .OrderByDescending(found => found.Strength).ThenBy(found => found.Property, StringComparer.Ordinal).ThenBy(found => found.Value, StringComparer.Ordinal).Take(first),
        ];
    }

    private Task<Dictionary<(int Property, string Value), (long Converted, long Dropped)>> CountAsync(
        string tenant, FunnelInput input, Dictionary<long, bool> persons, IReadOnlyList<string> properties, CancellationToken cancellation)
    {
        var sql = new Sql();
        var scope = new Scope(tenant, input.Range with { To = FunnelQuery.Until(input) }) { Filters = input.Filters, AsOf = input.AsOf };
        var columns = properties.Select((property, index) => $", {KnownProperty.Expression(property, sql)} as p{index + 1}").ToList();
        var each = Enumerable.Range(0, properties.Count + 1).Select(kind => $"select distinct person, {kind}::integer, p{kind} from s where p{kind} is not null");
        sql.Add($"with s as materialized ({Selection.Of(sql, scope, $"person, e.name as p0{string.Concat(columns)}")}) {string.Join(" union all ", each)}");
        var counts = new Dictionary<(int, string), (long Converted, long Dropped)>();
        return store.ScanAsync(sql, chunk =>
        {
            var owners = chunk.Column<long>(0);
            var kinds = chunk.Column<int>(1);
            var values = chunk.Text(2);
            for (var row = 0; row < chunk.Rows; row++)
            {
                if (!persons.TryGetValue(owners[row], out var converted))
                    continue;
                var key = (kinds[row], values.Value(row)!);
                var before = counts.GetValueOrDefault(key);
                counts[key] = converted ? (before.Converted + 1, before.Dropped) : (before.Converted, before.Dropped + 1);
            }
        }, _ => counts, cancellation);
    }
}
