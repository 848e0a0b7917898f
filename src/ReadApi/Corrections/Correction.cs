using System.Globalization;
using GraphQL;
using Platform.Projections.Corrections;
using Platform.Projections.Events;
using Platform.Projections.Funnels;
using Platform.Projections.Questions;
using Platform.ReadApi.Events;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Funnels;

namespace Platform.ReadApi.Corrections;

/// <summary>What came to be known between two moments about the events of a range.</summary>
public sealed class Correction
{
    private readonly TimeRange _range;
    private readonly IReadOnlyList<EventMatch> _match;
    private readonly IReadOnlyList<PropertyFilter> _filters;

    private Correction(TimeRange range, IReadOnlyList<EventMatch> match, IReadOnlyList<PropertyFilter> filters) => (_range, _match, _filters) = (range, match, filters);

    /// <summary>Events that had happened by the first moment and were recorded after it.</summary>
    public required long LateEvents { get; init; }

    /// <summary>Events that happened after the first moment.</summary>
    public required long NewEvents { get; init; }

    /// <summary>Events that joined visitors into one person.</summary>
    public required long Joins { get; init; }

    /// <summary>Events that took a visitor out of its person.</summary>
    public required long Unlinks { get; init; }

    /// <summary>What was known before is known up to this moment.</summary>
    public required DateTimeOffset KnownFrom { get; init; }

    /// <summary>What came to be known did so by this moment.</summary>
    public required DateTimeOffset KnownTo { get; init; }

    /// <summary>The late and the new events, the newest first.</summary>
    public async Task<EventConnection> EventsAsync(
        [FromServices] EventsQuery query, IResolveFieldContext context, int? first = 50, string? after = null, CancellationToken cancellation = default)
    {
        var tenant = OperationContext.Of(context).Tenant;
        return EventConnection.Of(tenant, await query.RecordedBetweenAsync(tenant, _range, _match, _filters, KnownFrom, KnownTo, first ?? 50, after, cancellation));
    }

    internal static async Task<Correction> OfAsync(
        CorrectionsQuery query, string tenant, TimeRange range, IReadOnlyList<EventMatch> match, IReadOnlyList<PropertyFilter> filters,
        DateTimeOffset knownFrom, DateTimeOffset knownTo, CancellationToken cancellation)
    {
        var counts = await query.RunAsync(tenant, range, match, filters, knownFrom, knownTo, cancellation);
        return new Correction(range, match, filters)
        {
            LateEvents = counts.LateEvents, NewEvents = counts.NewEvents, Joins = counts.Joins, Unlinks = counts.Unlinks, KnownFrom = knownFrom, KnownTo = knownTo,
        };
    }

    /// <summary>In words: "412 late events and 3 joins".</summary>
    internal string InWords()
    {
        var parts = new[] { (LateEvents, "late event"), (NewEvents, "new event"), (Joins, "join"), (Unlinks, "unlink") }
            .Where(part => part.Item1 > 0)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Item1:N0} {part.Item2}{(part.Item1 == 1 ? "" : "s")}")).ToList();
        return parts.Count switch
        {
            0 => "Nothing",
            1 => parts[0],
            _ => string.Join(", ", parts[..^1]) + " and " + parts[^1],
        };
    }
}

/// <summary>A funnel as known at two moments.</summary>
/// <param name="Before">As known at the first.</param>
/// <param name="After">As known at the second.</param>
/// <param name="Correction">What came to be known between.</param>
/// <param name="Explanation">A sentence for each step whose figures moved.</param>
public sealed record FunnelChange(FunnelResult Before, FunnelResult After, Correction Correction, IReadOnlyList<string> Explanation)
{
    internal static async Task<FunnelChange> OfAsync(
        FunnelQuery query, CorrectionsQuery corrections, string tenant, FunnelInput input, DateTimeOffset knownFrom, DateTimeOffset knownTo,
        CancellationToken cancellation)
    {
        var match = input.Steps.Select(step => step.Match).Concat(input.Exclusions.Select(exclusion => exclusion.Match)).ToList();
        var correction = await Correction.OfAsync(corrections, tenant, input.Range with { To = input.Range.To + input.Window }, match, input.Filters, knownFrom, knownTo, cancellation);
        var before = FunnelResult.Of(await query.RunAsync(tenant, input with { AsOf = knownFrom }, cancellation));
        var after = FunnelResult.Of(await query.RunAsync(tenant, input with { AsOf = knownTo }, cancellation));
        return new FunnelChange(before, after, correction, [.. before.Steps.Zip(after.Steps)
            .Where(pair => pair.First.Count != pair.Second.Count || pair.First.ConversionFromStart != pair.Second.ConversionFromStart)
            .Select(pair => string.Create(CultureInfo.InvariantCulture,
                $"{correction.InWords()} moved step {pair.First.Index + 1} from {pair.First.Count:N0} ({pair.First.ConversionFromStart * 100:0.0} %) to {pair.Second.Count:N0} ({pair.Second.ConversionFromStart * 100:0.0} %)."))]);
    }
}
