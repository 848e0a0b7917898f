using System.Globalization;

namespace Platform.Tests.Integration.Projections;

/// <summary>Random events with everything that makes a replay hard: late ones, ties, duplicates, joins and unlinks.</summary>
internal static class Traffic
{
    private static readonly DateTimeOffset Day = new(2026, 10, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Pages = ["/", "/pricing", "/docs", "/signup"];

    /// <summary>Sends so many different events, each tenth of them twice, and waits until every read model has them.</summary>
    public static async Task SendAsync(HostProcess host, string tenant, int count, int seed)
    {
        await SendOnceAsync(host, tenant, count, seed);
        await host.CaughtUpAsync();
    }

    /// <summary>Sends until it is stopped; tells how many events.</summary>
    public static async Task<int> KeepSendingAsync(HostProcess host, string tenant, CancellationToken stop)
    {
        var sent = 0;
        for (var seed = 1_000; !stop.IsCancellationRequested; seed++, sent += 50)
            await SendOnceAsync(host, tenant, 50, seed, joins: false);
        return sent;
    }

    /// <summary>Copies the stored events of a tenant so many times, as other visitors' events: a long history at no cost.</summary>
    public static Task<long> MultiplyAsync(HostProcess host, string tenant, int times) => host.ScalarAsync<long>(
        $$"""
        with streams as (
            insert into mt_streams (id, type, version, timestamp, created, tenant_id, is_archived)
            select md5(s.id::text || n)::uuid, s.type, s.version, s.timestamp, s.created, s.tenant_id, false
            from mt_streams s cross join generate_series(1, {{times}}) n where s.tenant_id = '{{tenant}}' returning 1),
        copied as (
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
            select nextval('mt_events_sequence'), gen_random_uuid(), md5(e.stream_id::text || n)::uuid, e.version,
                   jsonb_set(e.data, '{origin,visitorId}', to_jsonb(e.data #>> '{origin,visitorId}' || '-' || n)),
                   e.type, e.timestamp, e.tenant_id, e.mt_dotnet_type, false
            from (select * from mt_events where tenant_id = '{{tenant}}' order by seq_id) e cross join generate_series(1, {{times}}) n
            returning 1)
        select count(*) from copied
        """);

    private static async Task SendOnceAsync(HostProcess host, string tenant, int count, int seed, bool joins = true)
    {
        var random = new Random(seed);
        var events = Enumerable.Range(0, count).Select(i => Next(random, $"{seed}-{i}", joins)).ToList();
        foreach (var chunk in events.Chunk(250))
        {
            using var response = await host.BatchAsync(tenant, [.. chunk, .. chunk.Where((_, i) => i % 10 == 0)]);
            if (!response.IsSuccessStatusCode)
                throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        }
    }

    private static object Next(Random random, string messageId, bool joins)
    {
        var (visitor, other) = ($"v{random.Next(60)}", $"v{random.Next(60)}");
        var timestamp = Day.AddSeconds(60 * random.Next(20 * 24 * 60)).ToString("O", CultureInfo.InvariantCulture);
        return random.Next(100) switch
        {
            < 2 when joins => new { type = "identify", messageId, anonymousId = visitor, userId = other, timestamp, traits = new { plan = random.Next(3), name = visitor } },
            2 when joins => new { type = "alias", messageId, previousId = visitor, userId = other, timestamp },
            < 40 => new { type = "track", @event = $"Step {random.Next(4)}", messageId, anonymousId = visitor, timestamp, properties = new { amount = random.Next(5) } },
            _ => (object)new { type = "page", messageId, anonymousId = visitor, timestamp, properties = new { path = Pages[random.Next(4)] }, context = new { page = new { path = Pages[random.Next(4)] } } },
        };
    }
}
