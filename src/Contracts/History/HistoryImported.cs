namespace Platform.Contracts.History;

/// <summary>
/// What another tool had counted for a day before: an aggregate, told as it was told. It is no visit and no event of a visitor, so no
/// read model counts it; it is shown beside what was recorded here.
/// </summary>
/// <param name="Tool">Which tool counted: "plausible".</param>
/// <param name="Day">The day, in the time zone that the tool counted in.</param>
/// <param name="Kind">What was counted apart: "visitors" for the day as a whole, "pages", "sources", "countries"…, as the tool's table is called.</param>
/// <param name="Values">What the figures are of: "page" → "/pricing"; empty for the day as a whole.</param>
/// <param name="Figures">The figures by the tool's names: visitors, visits, pageviews, bounces, visit_duration (seconds)…</param>
public sealed record HistoryImported(
    string Tool, DateOnly Day, string Kind, IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<string, long> Figures)
{
    /// <summary>The stored name.</summary>
    public const string EventName = "history_imported";

    /// <summary>The figures of a kind and a month are one stream: a question reads the streams of its range and nothing else.</summary>
    public static Guid Stream(string tenant, string kind, DateOnly day) =>
        DerivedId.Of("history", tenant, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}/{day:yyyy-MM}"));
}
