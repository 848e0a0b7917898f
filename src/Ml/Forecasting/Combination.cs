namespace Platform.Ml.Forecasting;

/// <summary>Several models together: a weighted mean errs less than the best of them chosen beforehand.</summary>
internal sealed class Combination(IReadOnlyList<(ForecastModel Model, double Weight)> members) : ForecastModel
{
    private readonly double _total = members.Sum(member => member.Weight);

    public override string Name => members.Count == 1
        ? members[0].Model.Name
        : string.Join(" + ", members.OrderByDescending(member => member.Weight).Select(member => FormattableString.Invariant($"{member.Weight / _total:P0} {member.Model.Name}")));

    public override double[] Continue(ReadOnlySpan<double> history, int horizon)
    {
        var sum = new double[horizon];
        foreach (var (model, weight) in members)
        {
            var part = model.Continue(history, horizon);
            for (var step = 0; step < horizon; step++)
                sum[step] += part[step] * weight / _total;
        }
        return sum;
    }
}
