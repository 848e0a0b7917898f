using Platform.Projections.Questions;

namespace Platform.Projections.Trends;

/// <summary>Calendar periods: minutes and hours by the clock of UTC, days, weeks and months by the wall of a zone.</summary>
internal sealed class Periods
{
    private const int Most = 5_000;
    private readonly Granularity _granularity;
    private readonly TimeZoneInfo _zone;

    private Periods(Granularity granularity, TimeZoneInfo zone) => (_granularity, _zone) = (granularity, zone);

    /// <summary>Periods of a granularity in an IANA zone (UTC when null).</summary>
    /// <exception cref="InvalidQuestionException">There is no such zone.</exception>
    public static Periods In(Granularity granularity, string? zone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(zone ?? "UTC", out var found)
            ? new Periods(granularity, found)
            : throw new InvalidQuestionException($"The time zone '{zone}' is not known; use an IANA name such as Europe/Vienna.");

    /// <summary>SQL of the local start of the period that a UTC timestamp lies in.</summary>
    public string Expression(string column, Func<object, string> parameter)
    {
        var local = _granularity is Granularity.Minute or Granularity.Hour || _zone.BaseUtcOffset == TimeSpan.Zero && !_zone.SupportsDaylightSavingTime
            ? column
            : $"timezone({parameter(_zone.Id)}, timezone('UTC', {column}))";
        return $"date_trunc('{_granularity.ToString().ToLowerInvariant()}', {local})";
    }

    /// <summary>Every period that the range touches: its start in UTC, its local start (what the SQL groups by) and its end in UTC.</summary>
    /// <exception cref="InvalidQuestionException">There are too many.</exception>
    public IReadOnlyList<(DateTimeOffset Start, DateTime Local, DateTimeOffset End)> Of(TimeRange range)
    {
        var periods = new List<(DateTimeOffset, DateTime, DateTimeOffset)>();
        for (var local = Floor(Local(range.From)); Utc(local) < range.To; local = Next(local))
        {
            if (periods.Count == Most)
                throw new InvalidQuestionException($"The range has more than {Most} periods; ask for longer ones.");
            periods.Add((Utc(local), local, Utc(Next(local))));
        }
        return periods;
    }

    /// <summary>The local start of the period of the range that begins at a moment.</summary>
    /// <exception cref="InvalidQuestionException">None does.</exception>
    public DateTime At(TimeRange range, DateTimeOffset start) =>
        Of(range).Where(period => period.Start == start).Select(period => (DateTime?)period.Local).FirstOrDefault()
        ?? throw new InvalidQuestionException($"No period of the range begins at {start:O}; give the start of one as the answer has it.");

    /// <summary>The end, in UTC, of the period that begins some periods after another one's local start.</summary>
    public DateTimeOffset End(DateTime local, int later)
    {
        for (; later > 0; later--)
            local = Next(local);
        return Utc(Next(local));
    }

    private bool ByClock => _granularity is Granularity.Minute or Granularity.Hour;

    private DateTime Local(DateTimeOffset at) => ByClock ? at.UtcDateTime : TimeZoneInfo.ConvertTime(at, _zone).DateTime;

    private DateTimeOffset Utc(DateTime local)
    {
        if (ByClock)
            return new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), TimeSpan.Zero);
        // A midnight that the zone skips is the first moment after the gap.
        while (_zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        var offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local);
        return new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), offset).ToUniversalTime();
    }

    private DateTime Floor(DateTime local) => _granularity switch
    {
        Granularity.Minute => new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0),
        Granularity.Hour => local.Date.AddHours(local.Hour),
        Granularity.Day => local.Date,
        Granularity.Week => local.Date.AddDays(-(((int)local.DayOfWeek + 6) % 7)),
        _ => new DateTime(local.Year, local.Month, 1),
    };

    /// <summary>The local start of the period before one's.</summary>
    public DateTime Before(DateTime local) => _granularity switch
    {
        Granularity.Minute => local.AddMinutes(-1),
        Granularity.Hour => local.AddHours(-1),
        Granularity.Day => local.AddDays(-1),
        Granularity.Week => local.AddDays(-7),
        _ => local.AddMonths(-1),
    };

    private DateTime Next(DateTime local) => _granularity switch
    {
        Granularity.Minute => local.AddMinutes(1),
        Granularity.Hour => local.AddHours(1),
        Granularity.Day => local.AddDays(1),
        Granularity.Week => local.AddDays(7),
        _ => local.AddMonths(1),
    };
}
