using Platform.Projections.Exploration;

namespace Platform.Projections.Breakdowns;

/// <summary>What the exploration store is asked for the breakdowns of the same events by several properties.</summary>
internal sealed class BreakdownStatements
{
    private readonly string _tenant;
    private readonly BreakdownInput _input;

    public BreakdownStatements(string tenant, BreakdownInput input, IEnumerable<string> properties)
    {
        (_tenant, _input) = (tenant, input);
        var each = properties.Distinct().ToList();
        OfEvents = [.. each.Where(property => KnownProperty.OfSession(property) is null)];
        OfSessions = [.. each.Where(property => KnownProperty.OfSession(property) is not null)];
        Properties = [.. OfEvents, .. OfSessions];
    }

    /// <summary>The properties that events have.</summary>
    public List<string> OfEvents { get; }

    /// <summary>Those that sessions have.</summary>
    public List<string> OfSessions { get; }

    /// <summary>All of them, in this order.</summary>
    public List<string> Properties { get; }

    /// <summary>Rows of session, person, events, views, and a value of each property of events.</summary>
    public Sql Events(int round, int rounds)
    {
        var sql = new Sql();
        var scope = new Scope(_tenant, _input.Range) { Filters = _input.Filters, AsOf = _input.AsOf, Segment = _input.Segment };
        var named = string.Concat(OfEvents.Select((property, place) => $", {KnownProperty.Expression(property, sql)} as v{place}"));
        var values = string.Concat(OfEvents.Select((_, place) => $", v{place}"));
        var events = Selection.Of(sql, scope, $"e.session, person, e.is_view{named}");
        var own = rounds == 1 ? "" : $"where hash(person) % {rounds} = {round}";
        // Where a session's events mostly agree, the store counts them first: five rows become one.
        return sql.Add(OfEvents.TrueForAll(KnownProperty.IsSteady)
            ? $"""
               select session, person, count(*)::integer, (count(*) filter (is_view))::integer{values} from ({events}) {own}
               group by session, person{values}
               """
            : $"select session, person, 1::integer, is_view::integer{values} from ({events}) {own}");
    }

    /// <summary>Rows of session, whether it bounced, microseconds that it lasted, and a value of each property of sessions.</summary>
    public Sql Sessions()
    {
        var sql = new Sql();
        return sql.Add($"""
            select key, views = 1 and actions = 0, epoch_us(ended_at - started_at)::bigint{string.Concat(OfSessions.Select(property => $", {KnownProperty.OfSession(property)}"))}
            from sessions where tenant = {sql.Value(_tenant)} and started_at < {sql.Value(_input.Range.To)} and ended_at >= {sql.Value(_input.Range.From)}
            """);
    }
}
