using GraphQL;
using Platform.Projections.Questions;

namespace Platform.ReadApi.Questions;

/// <summary>A half-open range of time: <c>from</c> is in it, <c>to</c> is not.</summary>
/// <param name="From">The first instant in it.</param>
/// <param name="To">The first instant after it.</param>
[Name("TimeRange")]
public sealed record TimeRangeInput(DateTimeOffset From, DateTimeOffset To)
{
    internal TimeRange ToQuestion() => new(From, To);
}

/// <summary>A condition on a property; several filters must all hold.</summary>
/// <param name="Property">A property such as <c>page</c>, <c>country</c> or <c>utm_source</c>, or a key of the event's own properties.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Values">Any of them (none of them for the NOT forms).</param>
[Name("PropertyFilter")]
public sealed record PropertyFilterInput(string Property, FilterOperator Operator, IReadOnlyList<string>? Values)
{
    internal static IReadOnlyList<PropertyFilter> ToQuestion(IReadOnlyList<PropertyFilterInput>? filters) =>
        [.. (filters ?? []).Select(filter => new PropertyFilter(filter.Property, filter.Operator, filter.Values ?? []))];
}

/// <summary>Events of a name for which all filters hold.</summary>
/// <param name="Name">The event's name; <c>*</c> matches any.</param>
/// <param name="Filters">Conditions on the event.</param>
/// <param name="Label">What to call the series.</param>
[Name("EventMatch")]
public sealed record EventMatchInput(string Name, IReadOnlyList<PropertyFilterInput>? Filters, string? Label)
{
    internal EventMatch ToQuestion() => new(Name, PropertyFilterInput.ToQuestion(Filters), Label);

    internal static IReadOnlyList<EventMatch> ToQuestion(IReadOnlyList<EventMatchInput>? match) => [.. (match ?? []).Select(one => one.ToQuestion())];
}

/// <summary>Where a page of a list ends.</summary>
/// <param name="HasNextPage">Whether there is more.</param>
/// <param name="EndCursor">Give it as <c>after</c> for the next page.</param>
public sealed record PageInfo(bool HasNextPage, string? EndCursor)
{
    internal static PageInfo Of(string? endCursor) => new(endCursor is not null, endCursor);
}
