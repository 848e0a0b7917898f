using Platform.Projections.Questions;

namespace Platform.Tests.Unit.Exploration;

/// <summary>Calendar periods by the wall clock of a zone, counted plainly.</summary>
internal static class Local
{
    public static readonly string?[] Zones = [null, "Europe/Vienna", "America/New_York", "Asia/Kolkata"];

    public static DateTime Wall(DateTimeOffset at, string? zone) => TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(zone ?? "UTC")).DateTime;

    public static DateTime Period(DateTimeOffset at, Granularity granularity, string? zone)
    {
        var wall = Wall(at, granularity == Granularity.Hour ? null : zone);
        return granularity switch
        {
            Granularity.Hour => wall.Date.AddHours(wall.Hour),
            Granularity.Day => wall.Date,
            Granularity.Week => Enumerable.Range(0, 7).Select(back => wall.Date.AddDays(-back)).First(day => day.DayOfWeek == DayOfWeek.Monday),
            _ => new DateTime(wall.Year, wall.Month, 1),
        };
    }

    public static DateTime Later(DateTime period, Granularity granularity, int count) => granularity switch
    {
        Granularity.Hour => period.AddHours(count),
        Granularity.Day => period.AddDays(count),
        Granularity.Week => period.AddDays(7 * count),
        _ => period.AddMonths(count),
    };
}
