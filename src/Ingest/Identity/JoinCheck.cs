using Marten;
using Npgsql;
using NpgsqlTypes;
using Platform.Contracts;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Identity;

/// <summary>
/// Refuses to join ever more visitors to one id: more than so many within a minute (of valid time) are not one person but a
/// shared id. Decided in the storing transaction under a lock of the id, so that no two nodes each let the last one in.
/// </summary>
internal static class JoinCheck
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const string Lock = "select pg_advisory_xact_lock(hashtextextended(id::text, 11)) from (select distinct id from unnest($1) as given (id) order by id) as wanted";

    private const string Known =
        """
        select j.joined_to, j.visitor, j.at from ingest.joins j join (select distinct * from unnest($1, $2) as given (tenant, joined_to)) as asked
        using (tenant, joined_to)
        """;

    private const string Add =
        """
        insert into ingest.joins (tenant, joined_to, visitor, at) select * from unnest(?::text[], ?::uuid[], ?::uuid[], ?::timestamptz[])
        on conflict do nothing
        """;

    /// <summary>Refuses what joins too many, and remembers what is joined.</summary>
    public static async Task<List<OverruledEvent>> RunAsync(
        IDocumentSession session, IEnumerable<AcceptedEvent> fresh, int most, CancellationToken cancellation)
    {
        var joins = fresh.Select(Join.Of).OfType<Join>().ToList();
        var overruled = new List<OverruledEvent>();
        if (joins.Count == 0)
            return overruled;
        var known = await KnownAsync(session, joins, cancellation);
        var added = new List<Join>();
        foreach (var join in joins)
        {
            var before = known[join.To];
            if (before.ContainsKey(join.Visitor))
                continue;
            if (before.Values.Count(at => at > join.At - Window && at <= join.At) >= most)
            {
                overruled.Add(new OverruledEvent(join.Accepted, DropReason.Blocked,
                    $"{most} visitors were joined to the id '{join.Id}' within a minute: it is shared by many, and joining more would make all of them one person. Send each user's own id."));
                continue;
            }
            before[join.Visitor] = join.At;
            added.Add(join);
        }
        if (added.Count > 0)
            session.QueueSqlCommand(Add, added.Select(join => join.Accepted.Tenant).ToArray(), added.Select(join => join.To).ToArray(),
                added.Select(join => join.Visitor).ToArray(), added.Select(join => join.At).ToArray());
        return overruled;
    }

    private static async Task<Dictionary<Guid, Dictionary<Guid, DateTimeOffset>>> KnownAsync(
        IDocumentSession session, List<Join> joins, CancellationToken cancellation)
    {
        await using (var turn = new NpgsqlCommand(Lock))
        {
            turn.Parameters.Add(new() { Value = joins.Select(join => join.To).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
            await session.ExecuteAsync(turn, cancellation);
        }
        await using var command = new NpgsqlCommand(Known);
        command.Parameters.Add(new() { Value = joins.Select(join => join.Accepted.Tenant).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = joins.Select(join => join.To).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        var known = joins.Select(join => join.To).Distinct().ToDictionary(to => to, _ => new Dictionary<Guid, DateTimeOffset>());
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation))
            known[reader.GetGuid(0)][reader.GetGuid(1)] = reader.GetFieldValue<DateTimeOffset>(2);
        return known;
    }

    private sealed record Join(AcceptedEvent Accepted, string Id, Guid To, Guid Visitor, DateTimeOffset At)
    {
        public static Join? Of(AcceptedEvent accepted) => accepted.Event switch
        {
            VisitorIdentified identified when identified.UserId != identified.Origin.VisitorId => Of(accepted, identified.UserId, identified.Origin.VisitorId),
            VisitorsLinked linked when linked.PreviousId != linked.Origin.VisitorId => Of(accepted, linked.Origin.VisitorId, linked.PreviousId),
            _ => null,
        };

        private static Join Of(AcceptedEvent accepted, string id, string visitor) =>
            new(accepted, id, DerivedId.Visitor(accepted.Tenant, id), DerivedId.Visitor(accepted.Tenant, visitor), accepted.Event.Origin.OccurredAt);
    }
}
