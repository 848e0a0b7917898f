using Marten;
using Npgsql;
using NpgsqlTypes;
using Platform.Contracts;
using Platform.Contracts.Events;
using Platform.Contracts.Persons;
using Platform.Contracts.Rebuilds;

namespace Platform.Ingest.Erasure;

/// <summary>Erases in one transaction, together with the request to rebuild what depended on the events.</summary>
public static class ForgetPersonHandler
{
    private static readonly string[] Joining = [VisitorIdentified.EventName, VisitorsLinked.EventName];

    /// <summary>Deletes the visitors' streams, what others' events say about them, what is remembered of their joining, and dead letters that name them.</summary>
    public static async Task<ErasureAnswer> Handle(ForgetPerson command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var (erasure, rebuild, now) = (NewId.Next(clock), NewId.Next(clock), clock.GetUtcNow());
        var visitors = command.VisitorIds.Select(id => DerivedId.Visitor(command.Tenant, id)).ToArray();
        await session.BeginTransactionAsync(cancellation);
        var events = await EventsAsync(session, command, visitors, erasure, cancellation);
        var letters = await DeadLettersAsync(session, command, cancellation);
        session.QueueSqlCommand("delete from ingest.joins where tenant = ? and (visitor = any(?::uuid[]) or joined_to = any(?::uuid[]))", command.Tenant, visitors, visitors);
        session.ForTenant(command.Tenant).Events.StartStream(erasure, new PersonForgotten(
            command.PersonId, visitors, [.. events.Select(gone => gone.Stream).Except(visitors).Order()], events.Count, letters, rebuild,
            ErasureDigest.Of(command.Tenant, command.PersonId, now, events.Select(gone => gone.Id)), command.By, now));
        session.Events.StartStream<Rebuild>(rebuild, new RebuildRequested(Rebuild.Everything, command.Tenant, command.By, now) { Discreet = true });
        return new ErasureAnswer(erasure);
    }

    private static async Task<List<(Guid Id, Guid Stream)>> EventsAsync(
        IDocumentSession session, ForgetPerson command, Guid[] visitors, Guid erasure, CancellationToken cancellation)
    {
        var schema = session.DocumentStore.Options.Events.DatabaseSchemaName;
        // The streams are locked first, in order, as appending does: nothing is added to them meanwhile.
        await using var delete = new NpgsqlCommand(
            $"""
            with streams as materialized (select id from {schema}.mt_streams where tenant_id = $1 and id = any($2) order by id for update),
            gone as (
                delete from {schema}.mt_events where tenant_id = $1 and (stream_id in (select id from streams)
                    or type = any($4) and coalesce(data ->> 'userId', data ->> 'previousId') = any($3))
                returning id, stream_id),
            noted as (insert into ingest.erased_events (erasure, event) select $5, id from gone)
            select id, stream_id from gone
            """);
        delete.Parameters.Add(new() { Value = command.Tenant });
        delete.Parameters.Add(new() { Value = visitors, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        delete.Parameters.Add(new() { Value = command.VisitorIds.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        delete.Parameters.Add(new() { Value = Joining, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        delete.Parameters.Add(new() { Value = erasure });
        var events = new List<(Guid, Guid)>();
        await using (var reader = await session.ExecuteReaderAsync(delete, cancellation))
            while (await reader.ReadAsync(cancellation))
                events.Add((reader.GetGuid(0), reader.GetGuid(1)));
        await using var streams = new NpgsqlCommand($"delete from {schema}.mt_streams where tenant_id = $1 and id = any($2)");
        streams.Parameters.Add(new() { Value = command.Tenant });
        streams.Parameters.Add(new() { Value = visitors, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        await session.ExecuteAsync(streams, cancellation);
        return events;
    }

    private static async Task<int> DeadLettersAsync(IDocumentSession session, ForgetPerson command, CancellationToken cancellation)
    {
        await using var delete = new NpgsqlCommand(
            $"""
            delete from {session.DocumentStore.Options.DatabaseSchemaName}.mt_doc_deadletter
            where tenant_id = $1 and jsonb_path_exists(data -> 'payload', '$.** ? (@ == $ids[*])', jsonb_build_object('ids', to_jsonb($2)))
            """);
        delete.Parameters.Add(new() { Value = command.Tenant });
        delete.Parameters.Add(new() { Value = command.VisitorIds.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        return await session.ExecuteAsync(delete, cancellation);
    }
}
