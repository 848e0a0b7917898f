using System.Globalization;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Quotas;

/// <summary>A limited source's limits and what it has used of them.</summary>
public sealed record Quota(SourceRules Rules, SourceUsage Used)
{
    /// <summary>What is left of the minute; null without such a limit.</summary>
    public long? LeftOfMinute(DateTimeOffset now) =>
        Rules.EventsPerMinute is { } limit ? Math.Max(0, limit - (Used.Minute == Periods.Minute(now) ? Used.MinuteEvents : 0)) : null;

    /// <summary>What is left of the month; null without such a limit.</summary>
    public long? LeftOfMonth(DateTimeOffset now) =>
        Rules.EventsPerMonth is { } limit ? Math.Max(0, limit - (Used.Month == Periods.Month(now) ? Used.MonthEvents : 0)) : null;

    /// <summary>Whether nothing more can be stored for now.</summary>
    public bool IsExhausted(DateTimeOffset now) => LeftOfMinute(now) == 0 || LeftOfMonth(now) == 0;

    /// <summary>Until the limit that is nearest to its end starts anew: the month's when it is used up, else the minute's.</summary>
    public TimeSpan Reset(DateTimeOffset now) => LeftOfMonth(now) is { } month && (LeftOfMinute(now) is not { } minute || month == 0 || month < minute)
        ? Periods.Month(now).AddMonths(1) - now
        : Periods.Minute(now).AddMinutes(1) - now;

    /// <summary>What to change, in a sentence.</summary>
    public string Explain(DateTimeOffset now) => LeftOfMonth(now) == 0
        ? string.Create(CultureInfo.InvariantCulture, $"The source '{Used.Source}' has stored its {Rules.EventsPerMonth} events of this month; raise its limit or wait for the next month.")
        : string.Create(CultureInfo.InvariantCulture, $"The source '{Used.Source}' has stored its {Rules.EventsPerMinute} events of this minute; send again in the next minute or raise its limit.");
}
