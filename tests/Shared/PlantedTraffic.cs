namespace Platform.Tests;

/// <summary>A recorded past with something in it that is not as the rest.</summary>
internal static class PlantedTraffic
{
    /// <summary>Two and a half days at ten a minute, recorded as they happened; an hour ago twelve minutes of nothing, half an hour ago two hundred in a minute.</summary>
    public static Task AddAsync(HostProcess host, string tenant) => AddAsync(host, tenant, "60 hours",
        """
        case when minute = date_trunc('minute', now()) - interval '30 minutes' then 200
            when minute >= date_trunc('minute', now()) - interval '72 minutes' and minute < date_trunc('minute', now()) - interval '60 minutes' then 0
            else 8 + (extract(epoch from minute)::bigint / 60 * 7919) % 5 end
        """);

    /// <summary>A past up to two minutes ago, recorded as it happened.</summary>
    /// <param name="length">How long it is: an interval of SQL.</param>
    /// <param name="events">How many events a minute has: an expression of SQL over <c>minute</c>.</param>
    public static async Task AddAsync(HostProcess host, string tenant, string length, string events)
    {
        using var sent = await host.BatchAsync(tenant, [new { type = "page", messageId = "seed", anonymousId = "v", timestamp = "2026-01-01T00:00:00Z", properties = new { path = "/" }, context = new { page = new { path = "/" }, location = new { country = "AT" } } }]);
        if (!sent.IsSuccessStatusCode)
            throw new InvalidOperationException(await sent.Content.ReadAsStringAsync());
        await host.CaughtUpAsync();
        await ExecuteAsync(host, $$"""
            create temporary table minutes as
            select minute, {{events}} as events
            from generate_series(date_trunc('minute', now()) - interval '{{length}}', date_trunc('minute', now()) - interval '2 minutes', interval '1 minute') minute;
            create temporary table copies as
            select md5(minute::text || n)::uuid as stream, minute + interval '1 second' * (n % 50) as at from minutes cross join generate_series(1, minutes.events) n order by minute;
            insert into mt_streams (id, type, version, timestamp, created, tenant_id, is_archived)
            select c.stream, s.type, 1, c.at, c.at, s.tenant_id, false from copies c cross join (select * from mt_streams where tenant_id = '{{tenant}}' limit 1) s;
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
            select nextval('mt_events_sequence'), gen_random_uuid(), c.stream, 1,
                   jsonb_set(jsonb_set(jsonb_set(e.data, '{origin,visitorId}', to_jsonb(c.stream::text)), '{origin,occurredAt}', to_jsonb(c.at)), '{origin,receivedAt}', to_jsonb(c.at)),
                   e.type, c.at, e.tenant_id, e.mt_dotnet_type, false
            from (select * from copies order by at) c cross join (select * from mt_events where tenant_id = '{{tenant}}' limit 1) e
            """);
    }

    public static async Task ExecuteAsync(HostProcess host, string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(host.ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
