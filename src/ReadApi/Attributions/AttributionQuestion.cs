using System.ComponentModel;
using GraphQL;
using Platform.Projections.Attributions;
using Platform.ReadApi.Questions;
using Platform.ReadApi.Segments;

namespace Platform.ReadApi.Attributions;

/// <summary>A question for what conversions are owed to.</summary>
[Name("AttributionInput")]
public sealed class AttributionQuestion : SegmentedQuestion
{
    /// <summary>When the conversions happened.</summary>
    public required TimeRangeInput Range { get; init; }

    /// <summary>Which events are conversions.</summary>
    public required EventMatchInput Conversion { get; init; }

    /// <summary>The models to answer by, side by side; all of them when null.</summary>
    public IReadOnlyList<AttributionModel>? Models { get; init; }

    /// <summary>Property of a session's first event that gets the credit: `channel`, `utm_source`, `utm_campaign`, `referrer`…</summary>
    [DefaultValue("channel")]
    public string? Property { get; init; }

    /// <summary>Numeric property of the conversion whose sum is credited as well.</summary>
    public string? Amount { get; init; }

    /// <summary>How long before a conversion a session may have begun; 30 days by default.</summary>
    public TimeSpan? LookBack { get; init; }

    /// <summary>Conditions on the conversions.</summary>
    public IReadOnlyList<PropertyFilterInput>? Filters { get; init; }

    /// <summary>How many values stand alone; the rest is one.</summary>
    [DefaultValue(10)]
    public int? TopK { get; init; }

    /// <summary>Answer as known at this moment, by recorded time.</summary>
    public DateTimeOffset? AsOf { get; init; }

    internal AttributionInput ToQuestion()
    {
        var asked = new AttributionInput(Range.ToQuestion(), Conversion.ToQuestion());
        return asked with
        {
            Models = Models ?? asked.Models,
            Property = Property ?? asked.Property,
            Amount = Amount,
            LookBack = LookBack ?? asked.LookBack,
            Filters = PropertyFilterInput.ToQuestion(Filters),
            Segment = Chosen,
            TopK = TopK ?? asked.TopK,
            AsOf = AsOf,
        };
    }
}
