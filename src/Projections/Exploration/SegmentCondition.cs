using Platform.Contracts.Events;
using Platform.Projections.Questions;

namespace Platform.Projections.Exploration;

/// <summary>Whether a row's <c>person</c> belongs to a segment, as SQL.</summary>
internal static class SegmentCondition
{
    private const string Traits = "traits.";
    private const int MostRules = 20;

    /// <summary>The condition, as at the end of the scope's range or whenever the scope says.</summary>
    /// <exception cref="InvalidQuestionException">The segment has no rules, too many, or one that says nothing.</exception>
    public static string Of(Sql sql, Scope scope, SegmentInput segment)
    {
        if (segment.Members is { } members)
            return members.Count == 0 ? "false" : PersonsOf(sql, scope, $"select unnest([{string.Join(", ", members.Select(member => sql.Value(StreamKey.Of(member))))}]) as visitor");
        if (segment.Match.Count is 0 or > MostRules)
            throw new InvalidQuestionException($"A segment needs between 1 and {MostRules} rules.");
        if (segment.KnownAt is { } known)
            return PersonsOf(sql, scope, Selection.Of(sql,
                new Scope(scope.Tenant, new TimeRange(DateTimeOffset.UnixEpoch, known)) { AsOf = known, Segment = segment with { KnownAt = null } }, "distinct e.visitor"));
        var asked = scope with { Range = scope.Range with { To = scope.SegmentAt ?? scope.Range.To }, Segment = null, Filters = [] };
        return $"({string.Join(segment.All ? " and " : " or ", segment.Match.Select(rule => Of(sql, asked, rule)))})";
    }

    // Who was somebody else at that time is found by its visitors.
    private static string PersonsOf(Sql sql, Scope scope, string visitors) =>
        $"person in (select coalesce(l.person, v.visitor) from ({visitors}) v left join ({Selection.Links(sql, scope.Tenant, scope.AsOf)}) l on l.visitor = v.visitor)";

    private static string Of(Sql sql, Scope scope, SegmentRule rule)
    {
        if (rule.AtLeast < 1)
            throw new InvalidQuestionException("'atLeast' must be at least 1.");
        if (rule.Within <= TimeSpan.Zero)
            throw new InvalidQuestionException("'within' must be longer than nothing.");
        var window = scope with { Range = scope.Range with { From = rule.Within is { } within ? scope.Range.To - within : DateTimeOffset.UnixEpoch } };
        var conditions = new List<string>();
        if (rule.Did is { } did)
            conditions.Add($"person in ({Doers(sql, window, did, rule.AtLeast)})");
        if (rule.DidNot is { } didNot)
            conditions.Add($"person not in ({Doers(sql, window, didNot, rule.AtLeast)})");
        if (rule.Property is { } property)
            conditions.Add($"person in ({(property.Property.StartsWith(Traits, StringComparison.Ordinal) ? Told(sql, window, property) : Has(sql, window, property))})");
        return conditions.Count > 0
            ? $"({string.Join(" and ", conditions)})"
            : throw new InvalidQuestionException("A rule of a segment needs 'property', 'did' or 'didNot'.");
    }

    private static string Doers(Sql sql, Scope scope, EventMatch match, int atLeast) =>
        $"select person from ({Selection.Of(sql, scope, "person", [match])}) group by person having count(*) >= {atLeast}";

    private static string Has(Sql sql, Scope scope, PropertyFilter property) => Selection.Of(sql, scope with { Filters = [property] }, "person");

    private static string Told(Sql sql, Scope scope, PropertyFilter trait)
    {
        var name = KnownProperty.Expression("properties." + trait.Property[Traits.Length..], sql);
        var identified = new EventMatch(VisitorIdentified.EventName, [new PropertyFilter("properties." + trait.Property[Traits.Length..], FilterOperator.IsSet, [])]);
        return $"""
            select person from (
                select person, last(value order by occurred_at, seq) as value
                from ({Selection.Of(sql, scope, $"person, {name} as value, e.occurred_at, e.seq", [identified])}) group by person)
            where {Selection.Condition(trait, "value", sql)}
            """;
    }
}
