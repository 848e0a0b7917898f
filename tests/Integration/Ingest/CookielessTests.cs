using System.Net;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Platform.Ingest.Enrichment;

namespace Platform.Tests.Integration.Ingest;

/// <summary>Ids without cookies, in a database of their own: other days are other salts.</summary>
public sealed class CookielessTests(PlatformFixture platform) : IAsyncLifetime
{
    private const string Agent = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly IPAddress Address = IPAddress.Parse("203.0.113.7");
    private readonly string _database = $"salts_{Guid.CreateVersion7():N}";
    private DocumentStore _store = null!;

    private string Connection => new NpgsqlConnectionStringBuilder(platform.Host.ConnectionString) { Database = _database, Pooling = false }.ConnectionString;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await RunAsync(platform.Host.ConnectionString, $"create database {_database}");
        await RunAsync(Connection, "create schema ingest; create table ingest.salts (day date primary key, salt bytea)");
        _store = DocumentStore.For(Connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await RunAsync(platform.Host.ConnectionString, $"drop database {_database} with (force)");
    }

    [Fact]
    public async Task A_visitor_is_the_same_all_day_on_every_node_and_nobody_else_is()
    {
        using var node = await StartAsync(new FakeTimeProvider(Noon));
        using var other = await StartAsync(new FakeTimeProvider(Noon));
        var id = node.IdFor("shop", Address, Agent, Noon);

        Assert.Equal(id, node.IdFor("shop", Address, Agent, Noon.AddHours(11)));
        Assert.Equal(id, other.IdFor("shop", Address, Agent, Noon));
        Assert.NotEqual(id, node.IdFor("blog", Address, Agent, Noon));
        Assert.NotEqual(id, node.IdFor("shop", IPAddress.Parse("203.0.113.8"), Agent, Noon));
        Assert.NotEqual(id, node.IdFor("shop", Address, "another browser", Noon));
    }

    [Fact]
    public async Task The_next_day_everybody_is_new_and_the_old_salt_is_destroyed()
    {
        var clock = new FakeTimeProvider(Noon);
        using var node = await StartAsync(clock);
        var today = node.IdFor("shop", Address, Agent, Noon);
        var tomorrow = node.IdFor("shop", Address, Agent, Noon.AddDays(1));
        Assert.NotEqual(today, tomorrow);

        using var later = await StartAsync(new FakeTimeProvider(Noon.AddDays(2)));
        Assert.Equal(0L, await RunAsync(Connection, "select count(*) from ingest.salts where day = '2026-11-20'"));
        Assert.Equal(tomorrow, node.IdFor("shop", Address, Agent, Noon.AddDays(1)));
        Assert.NotEqual(tomorrow, later.IdFor("shop", Address, Agent, Noon.AddDays(2)));
        Assert.Equal(node.IdForHost("shop", "host"), later.IdForHost("shop", "host"));
    }

    [Fact]
    public async Task A_machine_that_slept_for_days_makes_its_salt_when_the_first_event_comes()
    {
        var clock = new FakeTimeProvider(Noon);
        using var node = new CookielessVisitor(_store, clock, NullLogger<CookielessVisitor>.Instance);
        clock.SetUtcNow(Noon.AddDays(9));

        await node.ReadyAsync(Noon.AddDays(9));
        Assert.Equal(32, node.IdFor("shop", Address, Agent, Noon.AddDays(9)).Length);
    }

    private async Task<CookielessVisitor> StartAsync(FakeTimeProvider clock)
    {
        var node = new CookielessVisitor(_store, clock, NullLogger<CookielessVisitor>.Instance);
        await node.StartAsync(Stop);
        return node;
    }

    private static async Task<object?> RunAsync(string connection, string sql)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(sql, open);
        return await command.ExecuteScalarAsync(Stop);
    }
}
