using System.Text;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Platform.Projections.Metrics.Influx;

/// <summary>Where the mirror of one length of buckets stands.</summary>
internal sealed record InfluxPlace(long Sequence, long Generation);

/// <summary>
/// What is still to be mirrored. The event store is the queue: the events between the mirror's place and the rollups' tell which buckets have
/// changed, and the rollups tell what these are now. So nothing is lost however long the server is away, and memory is bounded.
/// </summary>
internal sealed class InfluxQueue(IDocumentStore store)
{
    private const int PageSize = 5_000;
    private const int MostBehind = 50_000;

    private readonly string _schema = store.Options.Events.DatabaseSchemaName;

    /// <summary>Where the mirror is, and where the rollups are.</summary>
    public async Task<(InfluxPlace Mirror, InfluxPlace Rollups)> PlacesAsync(string bucket, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(
            $"""
            select coalesce(max(p.sequence), 0), coalesce(max(p.generation), 0),
                   (select coalesce(max(last_seq_id), 0) from {_schema}.mt_event_progression where name = $2 || ':All'),
                   (select coalesce(max(generation), 0) from read.generations where projection = $2)
            from read.influx_positions p where bucket = $1
            """, connection)
        {
            Parameters = { new() { Value = bucket }, new() { Value = MetricsProjection.ProjectionName } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (new InfluxPlace(reader.GetInt64(0), reader.GetInt64(1)), new InfluxPlace(reader.GetInt64(2), reader.GetInt64(3)));
    }

    /// <summary>The points of the buckets that the next events changed, as lines, and the place after them.</summary>
    public async Task<(string Lines, long Through)> NextAsync(string bucket, long after, long through, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        var (tenants, buckets, last) = await ChangedAsync(connection, bucket, after, through, cancellation);
        if (tenants.Length == 0)
            return ("", last);
        await using var command = new NpgsqlCommand(
            $"""
            select m.tenant, m.dimension, m.value, extract(epoch from c.bucket)::bigint,
                   sum(events)::float8, sum(views)::float8, sum(conversions)::float8, sum(errors)::float8, sum(revenue)::float8, sum(latency)::float8
            from unnest($1::text[], $2::timestamptz[]) c (tenant, bucket)
            join read.metric_minute m on m.tenant = c.tenant and m.minute >= c.bucket and m.minute < c.bucket + interval '1 {bucket}'
            group by 1, 2, 3, 4
            """, connection)
        {
            CommandTimeout = 120,
            Parameters = { new() { Value = tenants }, new() { Value = buckets, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz } },
        };
        var lines = new StringBuilder();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            LineProtocol.Begin(lines, InfluxMirror.Measurement, ("tenant", reader.GetString(0)), ("dimension", reader.GetString(1)), ("value", reader.GetString(2)));
            LineProtocol.End(lines, reader.GetInt64(3), ("events", reader.GetDouble(4)), ("views", reader.GetDouble(5)), ("conversions", reader.GetDouble(6)),
                ("errors", reader.GetDouble(7)), ("revenue", reader.GetDouble(8)), ("latency", reader.GetDouble(9)));
        }
        return (lines.ToString(), last);
    }

    /// <summary>Whether the server may not have some of a tenant's buckets as they are now.</summary>
    public async Task<bool> IsUnsentAsync(string tenant, string bucket, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        var (mirror, rollups) = await PlacesAsync(bucket, cancellation);
        if (mirror.Generation != rollups.Generation || rollups.Sequence - mirror.Sequence > MostBehind)
            return true;
        await using var connection = await OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(
            $$"""
            select exists (select 1 from {{_schema}}.mt_events where seq_id > $1 and seq_id <= $2 and tenant_id = $3
                and (data #>> '{origin,occurredAt}')::timestamptz >= $4 and (data #>> '{origin,occurredAt}')::timestamptz < $5)
            """, connection)
        {
            Parameters =
            {
                new() { Value = mirror.Sequence }, new() { Value = rollups.Sequence }, new() { Value = tenant },
                new() { Value = from, NpgsqlDbType = NpgsqlDbType.TimestampTz }, new() { Value = until, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Everything up to a place is in the server.</summary>
    public async Task AdvanceAsync(string bucket, InfluxPlace place, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            insert into read.influx_positions (bucket, sequence, generation) values ($1, $2, $3)
            on conflict (bucket) do update set sequence = excluded.sequence, generation = excluded.generation
            """, connection)
        {
            Parameters = { new() { Value = bucket }, new() { Value = place.Sequence }, new() { Value = place.Generation } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<(string[] Tenants, DateTime[] Buckets, long Through)> ChangedAsync(
        NpgsqlConnection connection, string bucket, long after, long through, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $$"""
            with page as (select seq_id, tenant_id, data #>> '{origin,occurredAt}' as at from {{_schema}}.mt_events where seq_id > $1 and seq_id <= $2 order by seq_id limit {{PageSize}})
            select tenant_id, date_trunc('{{bucket}}', at::timestamptz, 'UTC'), (select max(seq_id) from page), (select count(*) from page) from page where at is not null group by 1, 2
            """, connection);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = through });
        var (tenants, buckets, last) = (new List<string>(), new List<DateTime>(), through);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            tenants.Add(reader.GetString(0));
            buckets.Add(reader.GetDateTime(1));
            last = reader.GetInt64(3) < PageSize ? through : reader.GetInt64(2);
        }
        // A page without visitor events says nothing of its end; the next one begins after as many sequences.
        return ([.. tenants], [.. buckets], tenants.Count == 0 ? Math.Min(through, after + PageSize) : last);
    }

    /// <summary>A connection of one's own.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellation);
        return connection;
    }
}
