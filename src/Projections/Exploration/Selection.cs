using System.Globalization;
using Platform.Projections.Questions;

namespace Platform.Projections.Exploration;

/// <summary>The events that a question is about, as SQL: rows of <c>e.*</c> with <c>person</c>, the person they belong to.</summary>
internal static class Selection
{
    /// <summary>A query of the matching events of a tenant.</summary>
    /// <param name="columns">What to select of an event row <c>e</c> and its <c>person</c>.</param>
    public static string Of(Sql sql, Scope scope, string columns, IReadOnlyCollection<EventMatch>? anyOf = null)
    {
        if (scope.Range.From >= scope.Range.To)
            throw new InvalidQuestionException("The range is empty: 'from' must be before 'to'.");
        var conditions = new List<string>
        {
            $"e.tenant = {sql.Value(scope.Tenant)}",
            $"e.occurred_at >= {sql.Value(scope.Range.From)}",
            $"e.occurred_at < {sql.Value(scope.Range.To)}",
        };
        if (scope.AsOf is { } known)
            conditions.Add($"e.recorded_at <= {sql.Value(known)}");
        if (scope.RecordedAfter is { } before)
            conditions.Add($"e.recorded_at > {sql.Value(before)}");
        conditions.AddRange(scope.Filters.Select(filter => Condition(filter, sql)));
        if (scope.Segment is { } segment)
            conditions.Add(SegmentCondition.Of(sql, scope, segment));
        if (anyOf is { Count: > 0 })
            conditions.Add($"({string.Join(" or ", anyOf.Select(match => Matches(match, sql)))})");
        return $"""
            select {columns}
            from (select e.*, coalesce(l.person, e.visitor) as person
                  from events e left join ({Links(sql, scope.Tenant, scope.AsOf)}) l on l.visitor = e.visitor) e
            where {string.Join(" and ", conditions)}
            """;
    }

    /// <summary>The person each linked visitor belongs to, now or as known at a moment.</summary>
    public static string Links(Sql sql, string tenant, DateTimeOffset? asOf) => $"""
        select visitor, arg_max(person, sequence) as person from person_links
        where tenant = {sql.Value(tenant)}{(asOf is { } known ? $" and recorded_at <= {sql.Value(known)}" : "")} group by visitor
        """;

    /// <summary>A condition on one event's name and properties.</summary>
    public static string Matches(EventMatch match, Sql sql)
    {
        var conditions = match.Filters.Select(filter => Condition(filter, sql)).ToList();
        if (match.Name != "*")
            conditions.Insert(0, $"e.name = {sql.Value(match.Name)}");
        return conditions.Count == 0 ? "true" : $"({string.Join(" and ", conditions)})";
    }

    /// <summary>A condition on a property.</summary>
    /// <exception cref="InvalidQuestionException">The operator needs values, or numbers, that the filter does not have.</exception>
    public static string Condition(PropertyFilter filter, Sql sql) => filter.Property == KnownProperty.Person
        ? OfPerson(filter, sql)
        : Condition(filter, KnownProperty.Expression(filter.Property, sql), sql);

    /// <summary>A condition on a text that stands for a property.</summary>
    public static string Condition(PropertyFilter filter, string value, Sql sql)
    {
        if (filter.Values.Count == 0 && filter.Operator is not (FilterOperator.IsSet or FilterOperator.IsNotSet))
            throw new InvalidQuestionException($"The filter on '{filter.Property}' needs at least one value.");
        return filter.Operator switch
        {
            FilterOperator.Equals => $"coalesce({value} in ({Texts(filter, sql)}), false)",
            FilterOperator.NotEquals => $"coalesce({value} not in ({Texts(filter, sql)}), true)",
            FilterOperator.Contains => $"coalesce({Any(filter, text => $"contains(lower({value}), lower({sql.Value(text)}))")}, false)",
            FilterOperator.NotContains => $"not coalesce({Any(filter, text => $"contains(lower({value}), lower({sql.Value(text)}))")}, false)",
            FilterOperator.StartsWith => $"coalesce({Any(filter, text => $"starts_with({value}, {sql.Value(text)})")}, false)",
            FilterOperator.Matches => $"coalesce({Any(filter, text => $"regexp_matches({value}, {sql.Value(text)})")}, false)",
            FilterOperator.Greater => Compare(filter, value, ">", sql),
            FilterOperator.Less => Compare(filter, value, "<", sql),
            FilterOperator.GreaterOrEqual => Compare(filter, value, ">=", sql),
            FilterOperator.LessOrEqual => Compare(filter, value, "<=", sql),
            FilterOperator.IsSet => $"{value} is not null",
            FilterOperator.IsNotSet => $"{value} is null",
            _ => throw new InvalidQuestionException($"The operator {filter.Operator} is not known."),
        };
    }

    private static string OfPerson(PropertyFilter filter, Sql sql)
    {
        if (filter.Operator is not (FilterOperator.Equals or FilterOperator.NotEquals))
            throw new InvalidQuestionException($"'{KnownProperty.Person}' can only be compared by EQUALS and NOT_EQUALS.");
        var persons = filter.Values.Select(value => Guid.TryParse(value, out var id) ? sql.Value(StreamKey.Of(id))
            : throw new InvalidQuestionException($"'{value}' is not a person's id."));
        return $"person {(filter.Operator == FilterOperator.Equals ? "in" : "not in")} ({string.Join(", ", persons)})";
    }

    private static string Texts(PropertyFilter filter, Sql sql) => string.Join(", ", filter.Values.Select(text => sql.Value(text)));

    private static string Any(PropertyFilter filter, Func<string, string> condition) =>
        $"({string.Join(" or ", filter.Values.Select(condition))})";

    private static string Compare(PropertyFilter filter, string value, string comparison, Sql sql) =>
        double.TryParse(filter.Values[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? $"coalesce(try_cast({value} as double) {comparison} {sql.Value(number)}, false)"
            : throw new InvalidQuestionException($"The filter on '{filter.Property}' compares numbers; '{filter.Values[0]}' is none.");
}
