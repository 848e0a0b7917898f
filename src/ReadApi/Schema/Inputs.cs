using System.ComponentModel;
using GraphQL;
using Platform.Projections.Breakdowns;
using Platform.Projections.Questions;
using Platform.Projections.Trends;
using Breakdown = Platform.Projections.Breakdowns.BreakdownInput;
using Range = Platform.Projections.Questions.TimeRange;
using Trend = Platform.Projections.Trends.TrendInput;

namespace Platform.ReadApi.Schema;

#pragma warning disable CA1819 // GraphQL input lists are arrays.

/// <summary>A half-open range of time: `from` is in it, `to` is not.</summary>
[Name("TimeRange")]
public sealed class TimeRangeInput
{
    /// <summary>First instant.</summary>
    public DateTimeOffset From { get; set; }

    /// <summary>First instant after it.</summary>
    public DateTimeOffset To { get; set; }

    internal Range Read() => new(From.ToUniversalTime(), To.ToUniversalTime());
}

/// <summary>How a property is compared. Several values mean any of them (none of them for the NOT forms).</summary>
[Name("PropertyFilter")]
public sealed class PropertyFilterInput
{
    /// <summary>A known property or a key of the event's own.</summary>
    public string Property { get; set; } = "";

    /// <summary>How.</summary>
    public FilterOperator Operator { get; set; }

    /// <summary>With what.</summary>
    public string[]? Values { get; set; }

    internal PropertyFilter Read() => new(Property, Operator, Values ?? []);
}

/// <summary>Events by name; `name: "*"` matches any event.</summary>
[Name("EventMatch")]
public sealed class EventMatchInput
{
    /// <summary>The name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Conditions.</summary>
    public PropertyFilterInput[]? Filters { get; set; }

    /// <summary>What to call it in the answer.</summary>
    public string? Label { get; set; }

    internal EventMatch Read() => new(Name, Filters.Read(), Label);
}

/// <summary>One line of a trend.</summary>
[Name("SeriesInput")]
public sealed class SeriesInputType
{
    /// <summary>Which events.</summary>
    public EventMatchInput Match { get; set; } = new();

    /// <summary>What is computed of them.</summary>
    [DefaultValue(Aggregate.Total)]
    public Aggregate Aggregate { get; set; } = Aggregate.Total;

    /// <summary>The numeric property, where one is needed.</summary>
    public string? Property { get; set; }

    /// <summary>Name of the series in the answer.</summary>
    public string? Key { get; set; }
}

/// <summary>Numbers over time.</summary>
[Name("TrendInput")]
public sealed class TrendInputType
{
    /// <summary>The range.</summary>
    public TimeRangeInput Range { get; set; } = new();

    /// <summary>Length of a period.</summary>
    public Granularity Granularity { get; set; }

    /// <summary>The lines.</summary>
    public SeriesInputType[] Series { get; set; } = [];

    /// <summary>Conditions on every event.</summary>
    public PropertyFilterInput[]? Filters { get; set; }

    /// <summary>Splits the lines by the values of a property.</summary>
    public string[]? Breakdowns { get; set; }

    /// <summary>How many values get a line of their own.</summary>
    [DefaultValue(10)]
    public int? TopK { get; set; } = 10;

    /// <summary>Also answer for the range before.</summary>
    [DefaultValue(false)]
    public bool? ComparePrevious { get; set; } = false;

    /// <summary>IANA zone of the periods.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Answer as known at this moment.</summary>
    public DateTimeOffset? AsOf { get; set; }

    internal Trend Read() => new(
        Range.Read(), Granularity,
        [.. Series.Select(series => new SeriesInput(series.Match.Read(), series.Aggregate, series.Property, series.Key))])
    {
        Filters = Filters.Read(), Breakdowns = Breakdowns ?? [], TopK = TopK ?? 10, ComparePrevious = ComparePrevious ?? false,
        TimeZone = TimeZone, AsOf = AsOf?.ToUniversalTime(),
    };
}

/// <summary>Asks for the top values of a property.</summary>
[Name("BreakdownInput")]
public sealed class BreakdownInputType
{
    /// <summary>The range.</summary>
    public TimeRangeInput Range { get; set; } = new();

    /// <summary>The property.</summary>
    public string Property { get; set; } = "";

    /// <summary>Conditions on every event.</summary>
    public PropertyFilterInput[]? Filters { get; set; }

    /// <summary>How many values.</summary>
    [DefaultValue(10)]
    public int? TopK { get; set; } = 10;

    /// <summary>Answer as known at this moment.</summary>
    public DateTimeOffset? AsOf { get; set; }

    internal Breakdown Read() =>
        new(Range.Read(), Property) { Filters = Filters.Read(), TopK = TopK ?? 10, AsOf = AsOf?.ToUniversalTime() };
}

#pragma warning restore CA1819

internal static class InputReading
{
    public static IReadOnlyList<PropertyFilter> Read(this PropertyFilterInput[]? filters) =>
        filters is null ? [] : [.. filters.Select(filter => filter.Read())];
}
