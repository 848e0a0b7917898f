using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Platform.Tests.Integration.Projections;

public class ErasureTests(PlatformFixture platform)
{
    private const string Forget = "mutation ($id: ID!) { forgetPerson(id: $id) { id personId erasedAt events deadLetters complete digest } }";
    private const string Certificates = "{ erasures { id complete projectionsRebuilt rebuildId digest } }";

    private HostProcess Host => platform.Host;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_remains_is_a_store_that_never_had_the_person(int seed)
    {
        var (tenant, pure, other) = (await Host.AddTenantAsync(), await Host.AddTenantAsync(), await Host.AddTenantAsync());
        var events = Random(seed);
        await SendAsync(tenant, events);
        await SendAsync(other, events);
        await Host.CaughtUpAsync();
        var untouched = await ReadModels.DumpAsync(Host, other);
        var person = (await Host.AskAsync(tenant, """{ person(id: "v1") { id visitorIds } }""")).GetProperty("person");
        var ids = person.GetProperty("visitorIds").EnumerateArray().Select(id => id.GetString()!).ToHashSet();
        Assert.Contains("v1", ids);

        var certificate = (await Host.AskAsync(tenant, Forget, new { id = person.GetProperty("id").GetString() })).GetProperty("forgetPerson");
        await HostProcess.UntilAsync(async () => (await Host.AskAsync(tenant, Certificates)).GetProperty("erasures")[0].GetProperty("complete").GetBoolean());
        await SendAsync(tenant, events); // a client that sends everything again brings nobody back
        await SendAsync(pure, [.. events.Where(e => !ids.Contains(e.Visitor) && !(e.Other is { } joined && ids.Contains(joined)))]);
        await Host.CaughtUpAsync();

        Assert.Equal(await PortableAsync(pure), await PortableAsync(tenant));
        // Whom the others' ids were joined with is their own, to the same number; of the person's nothing is left.
        Assert.Equal(await JoinsAsync(pure), await JoinsAsync(tenant));
        Assert.Equal(untouched, await ReadModels.DumpAsync(Host, other));
        Assert.Equal(JsonValueKind.Null, (await Host.AskAsync(tenant, """{ person(id: "v1") { id } }""")).GetProperty("person").ValueKind);
        Assert.Equal(events.Count(e => ids.Contains(e.Visitor) || e.Other is { } joined && ids.Contains(joined)), certificate.GetProperty("events").GetInt32());
        Assert.Equal(await DigestAsync(tenant, certificate), certificate.GetProperty("digest").GetString());
    }

    [Fact]
    public async Task Dead_letters_that_name_the_person_go_too_and_samples_of_rebuilds_are_not_kept()
    {
        // A name that no identifier in hexadecimal can contain by chance.
        var tenant = await Host.AddTenantAsync();
        using var sent = await Host.BatchAsync(tenant,
        [
            new { type = "page", messageId = "1", anonymousId = "wilhelmina", properties = new { path = "/" } },
            new { type = "page", messageId = "2", anonymousId = "bob", properties = new { path = "/" } },
            new { type = "track", messageId = "3", anonymousId = "wilhelmina", @event = "Far", timestamp = "2199-01-01T00:00:00Z" },
            new { type = "track", messageId = "4", anonymousId = "bob", @event = "Far", timestamp = "2199-01-01T00:00:00Z" },
        ]);
        await Host.CaughtUpAsync();
        await Host.AskAsync(tenant, Forget, new { id = "wilhelmina" });
        await HostProcess.UntilAsync(async () => (await Host.AskAsync(tenant, Certificates)).GetProperty("erasures")[0].GetProperty("complete").GetBoolean());

        var letters = (await Host.AskAsync(tenant, "{ deadLetters { nodes { payload } } }")).GetProperty("deadLetters").GetProperty("nodes");
        // An administrator sees strangers' letters as well; those of the tenant's own events are objects.
        Assert.Equal(["bob"], letters.EnumerateArray().Select(letter => letter.GetProperty("payload"))
            .Where(payload => payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("event", out var name) && name.ToString() == "Far")
            .Select(payload => payload.GetProperty("anonymousId").GetString()));
        Assert.Equal(0, await Host.ScalarAsync<long>($"select count(*) from read.rebuild_differences where tenant = '{tenant}'"));
        Assert.Equal(0, await Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}' and data::text like '%wilhelmina%'"));
        var again = await Assert.ThrowsAsync<InvalidOperationException>(() => Host.AskAsync(tenant, Forget, new { id = "wilhelmina" }));
        Assert.Contains("There is no such person.", again.Message, StringComparison.Ordinal);
    }

    private Task<long> JoinsAsync(string tenant) => Host.ScalarAsync<long>($"select count(*) from ingest.joins where tenant = '{tenant}'");

    // Streams, persons and places in the store are another tenant's own; everything that is about people is compared. Samples
    // are the first values stored, and which of two visitors' events is stored first is chance.
    private async Task<string> PortableAsync(string tenant)
    {
        var parts = new List<string>
        {
            await Host.ScalarAsync<string>($"select coalesce(string_agg(v::text, E'\\n' order by v::text), '') from (select visitor_id, first_seen, last_seen, events from read.visitors where tenant = '{tenant}') v"),
            await Host.ScalarAsync<string>($"select coalesce(string_agg(t::text, E'\\n' order by t::text), '') from (select v.visitor_id, t.key, t.value from read.traits t join read.visitors v using (tenant, stream) where tenant = '{tenant}') t"),
            await Host.ScalarAsync<string>($"select coalesce(string_agg(t::text, E'\\n' order by t::text), '') from (select v.visitor_id, t.key, t.value from read.initial_traits t join read.visitors v using (tenant, stream) where tenant = '{tenant}') t"),
            await Host.ScalarAsync<string>($"select coalesce(string_agg(c::text, E'\\n' order by c::text), '') from (select name, volume, first_seen, last_seen from read.catalog_events where tenant = '{tenant}') c"),
            await Host.ScalarAsync<string>($"select coalesce(string_agg(c::text, E'\\n' order by c::text), '') from (select name, event, kinds, volume from read.catalog_properties where tenant = '{tenant}') c"),
            await Host.ScalarAsync<string>($"select coalesce(string_agg(r::text, E'\\n' order by r::text), '') from (select name, minute, events from read.rollup_minute where tenant = '{tenant}') r"),
            await Host.ScalarAsync<string>($"select coalesce(string_agg(m::text, E'\\n' order by m::text), '') from (select dimension, value, minute, events, views, conversions, errors, revenue from read.metric_minute where tenant = '{tenant}') m"),
            await Host.ScalarAsync<string>($"select coalesce(string_agg(e::text, E'\\n' order by e::text), '') from (select a.visitor_id, b.visitor_id as other from read.person_edges e join read.visitors a on a.tenant = e.tenant and a.stream = e.a join read.visitors b on b.tenant = e.tenant and b.stream = e.b where e.tenant = '{tenant}') e"),
            (await Host.AskAsync(tenant, """
                {
                  overview(range: { from: "1990-01-01T00:00:00Z", to: "2030-01-01T00:00:00Z" }) { current { visitors sessions views events bounceRate meanDuration } }
                  breakdown(input: { range: { from: "1990-01-01T00:00:00Z", to: "2030-01-01T00:00:00Z" }, property: "page", topK: 1000 }) { rows { value persons sessions views events bounceRate meanDuration } }
                }
                """)).GetRawText(),
        };
        for (var visitor = 0; visitor < 12; visitor++)
            parts.Add((await Host.AskAsync(tenant, $$"""{ person(id: "v{{visitor}}") { visitorIds traits firstSeen lastSeen } }""")).GetRawText());
        return string.Join('\n', parts);
    }

    private async Task<string> DigestAsync(string tenant, JsonElement certificate)
    {
        var ids = await Host.ScalarAsync<string[]>($"select coalesce(array_agg(replace(event::text, '-', '')), array[]::text[]) from ingest.erased_events where erasure = '{certificate.GetProperty("id").GetString()}'");
        var at = certificate.GetProperty("erasedAt").GetDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        string[] lines = ["forgotten", tenant, certificate.GetProperty("personId").GetString()!, at, .. ids.Order(StringComparer.Ordinal)];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")))));
    }

    private async Task SendAsync(string tenant, IReadOnlyList<Sent> events)
    {
        foreach (var chunk in events.Chunk(100))
        {
            using var response = await Host.BatchAsync(tenant, chunk.Select(e => e.Body));
            Assert.True(response.IsSuccessStatusCode);
        }
    }

    private static List<Sent> Random(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 300).Select(i =>
        {
            var (visitor, other) = ($"v{random.Next(12)}", random.Next(60) == 0 ? $"v{random.Next(12)}" : null);
            var at = new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(5_000)).ToString("O", CultureInfo.InvariantCulture);
            object body = other is not null
                ? new { type = "identify", messageId = $"m{i}", anonymousId = visitor, userId = other, timestamp = at, traits = new { plan = random.Next(3) } }
                : new { type = "page", messageId = $"m{i}", anonymousId = visitor, timestamp = at, properties = new { path = $"/{random.Next(5)}", size = random.Next(9) }, context = new { page = new { path = $"/{random.Next(5)}" } } };
            return new Sent(visitor, other == visitor ? null : other, body);
        })];
    }

    private sealed record Sent(string Visitor, string? Other, object Body);
}
