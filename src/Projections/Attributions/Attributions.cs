using Platform.Projections.Questions;

namespace Platform.Projections.Attributions;

/// <summary>Which of the sessions before a conversion get the credit.</summary>
public enum AttributionModel
{
    /// <summary>The first.</summary>
    FirstTouch,

    /// <summary>The last.</summary>
    LastTouch,

    /// <summary>The last that did not come directly; the last one if all did.</summary>
    LastNonDirect,

    /// <summary>All alike.</summary>
    Linear,

    /// <summary>The first and the last 40 % each, those between share 20 %; two share evenly.</summary>
    PositionBased,

    /// <summary>Half as much for every seven days before the conversion.</summary>
    TimeDecay,
}

/// <summary>Asks what conversions are owed to.</summary>
/// <param name="Range">When the conversions happened.</param>
/// <param name="Conversion">Which events are conversions.</param>
public sealed record AttributionInput(TimeRange Range, EventMatch Conversion)
{
    /// <summary>The models to answer by, side by side.</summary>
    public IReadOnlyList<AttributionModel> Models { get; init; } = Enum.GetValues<AttributionModel>();

    /// <summary>Property of a session's first event that gets the credit.</summary>
    public string Property { get; init; } = "channel";

    /// <summary>Numeric property of the conversion whose sum is credited as well.</summary>
    public string? Amount { get; init; }

    /// <summary>How long before a conversion a session may have begun, the end included.</summary>
    public TimeSpan LookBack { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Conditions on the conversions.</summary>
    public IReadOnlyList<PropertyFilter> Filters { get; init; } = [];

    /// <summary>Only these persons.</summary>
    public SegmentInput? Segment { get; init; }

    /// <summary>How many values stand alone, those before most conversions; the rest is one, "(other)".</summary>
    public int TopK { get; init; } = 10;

    /// <summary>Answer as known at this moment, by recorded time.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>The answer: what each value is owed. By every model the credits add up to the conversions.</summary>
/// <param name="Rows">By value, those before most conversions first; "(other)" is last.</param>
/// <param name="Conversions">How many there were.</param>
/// <param name="Amount">The sum of their amounts; null when none was asked for.</param>
/// <param name="AsOf">Recorded time up to which events are in it.</param>
public sealed record AttributionResult(IReadOnlyList<AttributionRow> Rows, long Conversions, double? Amount, DateTimeOffset AsOf);

/// <summary>What a value is owed.</summary>
/// <param name="Value">The value; "(none)" where sessions have none, or where none began within the time.</param>
/// <param name="Credits">By model, in the order in which they were asked for.</param>
public sealed record AttributionRow(string Value, IReadOnlyList<AttributionCredit> Credits);

/// <summary>What a value is owed by a model.</summary>
/// <param name="Conversions">Credited conversions, with fractions.</param>
/// <param name="Amount">Credited amount; null when none was asked for.</param>
public sealed record AttributionCredit(AttributionModel Model, double Conversions, double? Amount);
