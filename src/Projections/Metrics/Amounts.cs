using System.Text.Json;
using Platform.Contracts.Events;
using Platform.Projections.Reading;

namespace Platform.Projections.Metrics;

/// <summary>What a bucket has of each metric that adds up.</summary>
/// <param name="Revenue">Money, exact.</param>
/// <param name="Latency">Microseconds from receipt to the event store, summed.</param>
internal readonly record struct Amounts(long Events, long Views, long Conversions, long Errors, decimal Revenue, long Latency)
{
    private const decimal MostRevenue = 1_000_000_000_000;

    private static readonly HashSet<string> Orders = new(StringComparer.OrdinalIgnoreCase) { "order completed", "order_completed", "purchase" };
    private static readonly HashSet<string> Failures = new(StringComparer.OrdinalIgnoreCase) { "error", "$exception", "exception", "app_crash", "application crashed" };

    public static Amounts operator +(Amounts one, Amounts other) => new(
        one.Events + other.Events, one.Views + other.Views, one.Conversions + other.Conversions, one.Errors + other.Errors,
        one.Revenue + other.Revenue, one.Latency + other.Latency);

    /// <summary>What one event adds.</summary>
    public static Amounts Of(PageEvent stored)
    {
        var happened = stored.Event;
        var order = happened is ActionTracked && Orders.Contains(happened.Name);
        var revenue = happened is ActionTracked ? RevenueOf(happened.Properties, order) : null;
        var waited = stored.RecordedAt - happened.Origin.ReceivedAt;
        return new Amounts(
            1, happened is PageViewed or ScreenViewed ? 1 : 0, order || revenue is not null ? 1 : 0, happened is ActionTracked && Failures.Contains(happened.Name) ? 1 : 0,
            revenue ?? 0, Math.Max(0, waited.Ticks / TimeSpan.TicksPerMicrosecond));
    }

    // An order's amount is called revenue; those of some clients call it total or value, which mean other things in other events.
    private static decimal? RevenueOf(JsonElement properties, bool order) =>
        Money(properties, "revenue") ?? (order ? Money(properties, "total") ?? Money(properties, "value") : null);

    private static decimal? Money(JsonElement properties, string name) =>
        properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDecimal(out var amount) && Math.Abs(amount) <= MostRevenue
            ? Math.Round(amount, 4)
            : null;
}
