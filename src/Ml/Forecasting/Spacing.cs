namespace Platform.Ml.Forecasting;

/// <summary>The step of a series: a span of time, or a number of months.</summary>
public sealed record Spacing(TimeSpan Span, int Months)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The seasons that people have at this step, in steps: days and weeks, or years; none where the step is longer.</summary>
    public int[] Seasons
    {
        get
        {
            if (Months > 0)
                return 12 % Months == 0 && Months < 12 ? [12 / Months] : [];
            if (Span == Day)
                return [7];
            if (Span <= TimeSpan.Zero || Span > Day)
                return [];
            var day = (int)Math.Round(Day / Span);
            return [day, 7 * day];
        }
    }

    /// <summary>The step that most neighbours have.</summary>
    public static Spacing Of(IReadOnlyList<DateTimeOffset> times)
    {
        var steps = times.Skip(1).Zip(times, (later, earlier) => later - earlier).Order().ToList();
        var usual = steps.Count == 0 ? Day : steps[steps.Count / 2];
        var months = (int)Math.Round(usual.TotalDays / 30.44);
        return months > 0 && times.Select(time => time.Day).Distinct().Count() == 1
            ? new Spacing(usual, months)
            : new Spacing(usual, 0);
    }

    /// <summary>The moment some steps after another.</summary>
    public DateTimeOffset After(DateTimeOffset at, int steps) => Months > 0 ? at.AddMonths(Months * steps) : at + Span * steps;
}
