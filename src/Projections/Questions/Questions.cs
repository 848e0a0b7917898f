using System.Text.Json.Serialization;

namespace Platform.Projections.Questions;

/// <summary>A half-open range of time, UTC.</summary>
public sealed record TimeRange(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>How long it is.</summary>
    [JsonIgnore]
    public TimeSpan Length => To - From;

    /// <summary>The range of the same length just before.</summary>
    public TimeRange Previous() => new(From - Length, From);
}

/// <summary>How a property is compared.</summary>
public enum FilterOperator
{
    /// <summary>Is any of the values.</summary>
    Equals,

    /// <summary>Is none of the values; also true where the property is missing.</summary>
    NotEquals,

    /// <summary>Contains any of the values, regardless of case.</summary>
    Contains,

    /// <summary>Contains none of the values; also true where the property is missing.</summary>
    NotContains,

    /// <summary>Starts with any of the values.</summary>
    StartsWith,

    /// <summary>Matches any of the regular expressions (RE2), anywhere in the text.</summary>
    Matches,

    /// <summary>Is a number greater than the value.</summary>
    Greater,

    /// <summary>Is a number less than the value.</summary>
    Less,

    /// <summary>Is a number greater than or equal to the value.</summary>
    GreaterOrEqual,

    /// <summary>Is a number less than or equal to the value.</summary>
    LessOrEqual,

    /// <summary>Is there.</summary>
    IsSet,

    /// <summary>Is missing.</summary>
    IsNotSet,
}

/// <summary>A condition on a property; several filters must all hold.</summary>
public sealed record PropertyFilter(string Property, FilterOperator Operator, IReadOnlyList<string> Values);

/// <summary>Events of a name ("*": any) for which all filters hold.</summary>
public sealed record EventMatch(string Name, IReadOnlyList<PropertyFilter> Filters, string? Label = null);

/// <summary>Length of a calendar period.</summary>
public enum Granularity
{
    /// <summary>A minute.</summary>
    Minute,

    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day.</summary>
    Day,

    /// <summary>A week, from Monday.</summary>
    Week,

    /// <summary>A month.</summary>
    Month,
}

/// <summary>A question that cannot be answered as asked; the message says what to change.</summary>
public sealed class InvalidQuestionException : Exception
{
    /// <summary>With what to change.</summary>
    public InvalidQuestionException(string message) : base(message) { }

    /// <summary>With what to change, and what failed.</summary>
    public InvalidQuestionException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Without a word; say what to change instead.</summary>
    public InvalidQuestionException() { }
}
