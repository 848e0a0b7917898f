using System.Buffers;
using System.Runtime.InteropServices;
using Marten;
using Npgsql;
using NpgsqlTypes;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Storing;

/// <summary>
/// Appends events to their visitors' streams: the rows that Marten's own append would write, copied in bulk. Three round
/// trips a batch instead of one function call a stream. The session's transaction decides over everything.
/// </summary>
internal static class StreamAppend
{
    /// <summary>An event to append.</summary>
    /// <param name="Id">The event's own, from its message id.</param>
    public sealed record Item(string Tenant, Guid Stream, Guid Id, IVisitorEvent Event);

    // Ordered, so that two batches with the same streams wait for each other instead of deadlocking; whoever comes second
    // takes later versions and later sequences. An archived stream takes no events: it gives no row back.
    private static string Advance(string schema) =>
        $"""
        insert into {schema}.mt_streams (tenant_id, id, version)
        select tenant, id, events from unnest($1, $2, $3) as given (tenant, id, events) order by tenant, id
        on conflict (tenant_id, id) do update set version = mt_streams.version + excluded.version, timestamp = now()
            where mt_streams.is_archived is not true
        returning tenant_id, id, version
        """;

    private static string Number(string schema) => $"select nextval('{schema}.mt_events_sequence') from generate_series(1, $1)";

    private static string Copy(string schema) =>
        $"""
        copy {schema}.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, mt_dotnet_type, is_archived)
        from stdin (format binary)
        """;

    // Every stream of the batch was just written and is locked by this very transaction: to look each one up again, an event a time, is a
    // eighth of PostgreSQL's work. Only who owns the server may leave it out, only until the commit, and only where no trigger of
    // somebody else's would be left out with it.
    private static string Trust(string schema) =>
        $"""
        select set_config('session_replication_role', 'replica', true) where current_setting('is_superuser') = 'on'
            and not exists (select from pg_trigger where tgrelid = '{schema}.mt_events'::regclass and not tgisinternal)
        """;

    // Wakes the projections once it is committed; also what makes the session commit, which it does only with something to do.
    private const string Wake = "notify mt_events_appended";

    /// <summary>Writes the events within the session's transaction, which must be open.</summary>
    /// <returns>Every event with its place, in the given order.</returns>
    /// <exception cref="InvalidOperationException">A stream is archived.</exception>
    public static async Task<List<StoredEvent>> AppendAsync(
        IDocumentSession session, IReadOnlyList<Item> items, TimeProvider clock, CancellationToken cancellation)
    {
        if (items.Count == 0)
            return [];
        var schema = session.DocumentStore.Options.Events.DatabaseSchemaName;
        var (versions, sequences) = await ReserveAsync(session, schema, items, cancellation);
        var recordedAt = Microseconds(clock.GetUtcNow());
        var json = new ArrayBufferWriter<byte>(2_048);
        var serializer = session.DocumentStore.Options.Serializer();
        await using (var rows = await session.Connection.BeginBinaryImportAsync(Copy(schema), cancellation))
        {
            for (var i = 0; i < items.Count; i++)
            {
                var (tenant, stream, id, happened) = items[i];
                var (typeName, typeClass) = StoredType.Of(session, happened);
                json.ResetWrittenCount();
                serializer.WriteTo(json, happened);
                await rows.StartRowAsync(cancellation);
                await rows.WriteAsync(sequences[i], NpgsqlDbType.Bigint, cancellation);
                await rows.WriteAsync(id, NpgsqlDbType.Uuid, cancellation);
                await rows.WriteAsync(stream, NpgsqlDbType.Uuid, cancellation);
                await rows.WriteAsync(++CollectionsMarshal.GetValueRefOrNullRef(versions, (tenant, stream)), NpgsqlDbType.Bigint, cancellation);
                await rows.WriteAsync(json.WrittenMemory, NpgsqlDbType.Jsonb, cancellation);
                await rows.WriteAsync(typeName, NpgsqlDbType.Varchar, cancellation);
                await rows.WriteAsync(tenant, NpgsqlDbType.Varchar, cancellation);
                await rows.WriteAsync(recordedAt, NpgsqlDbType.TimestampTz, cancellation);
                await rows.WriteAsync(typeClass, NpgsqlDbType.Varchar, cancellation);
                await rows.WriteAsync(false, NpgsqlDbType.Boolean, cancellation);
            }
            await rows.CompleteAsync(cancellation);
        }
        session.QueueSqlCommand(Wake);
        return [.. items.Select((item, i) => new StoredEvent(item.Tenant, item.Id, sequences[i], recordedAt, item.Event))];
    }

    /// <summary>Advances every stream by its number of events and takes as many sequences.</summary>
    /// <returns>The version of each stream before its first new event, and the sequences, ascending.</returns>
    private static async Task<(Dictionary<(string Tenant, Guid Id), long> Versions, long[] Sequences)> ReserveAsync(
        IDocumentSession session, string schema, IReadOnlyList<Item> items, CancellationToken cancellation)
    {
        var counts = new Dictionary<(string Tenant, Guid Id), long>(items.Count);
        foreach (var item in items)
            CollectionsMarshal.GetValueRefOrAddDefault(counts, (item.Tenant, item.Stream), out _)++;
        var sequences = new long[items.Count];
        await using var batch = new NpgsqlBatch(session.Connection)
        {
            BatchCommands =
            {
                new(Advance(schema))
                {
                    Parameters =
                    {
                        new() { Value = counts.Keys.Select(stream => stream.Tenant).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar },
                        new() { Value = counts.Keys.Select(stream => stream.Id).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
                        new() { Value = counts.Values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                    },
                },
                new(Number(schema)) { Parameters = { new() { Value = items.Count, NpgsqlDbType = NpgsqlDbType.Integer } } },
                new(Trust(schema)),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var advanced = 0;
        for (; await reader.ReadAsync(cancellation); advanced++)
        {
            ref var version = ref CollectionsMarshal.GetValueRefOrNullRef(counts, (reader.GetString(0), reader.GetGuid(1)));
            version = reader.GetInt64(2) - version;
        }
        if (advanced < counts.Count)
            throw new InvalidOperationException("The visitor's stream is archived and takes no more events.");
        await reader.NextResultAsync(cancellation);
        for (var i = 0; await reader.ReadAsync(cancellation); i++)
            sequences[i] = reader.GetInt64(0);
        return (counts, sequences);
    }

    // What the database keeps, so that the event told of is the event stored.
    private static DateTimeOffset Microseconds(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % 10, TimeSpan.Zero);
}
