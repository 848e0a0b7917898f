using System.Runtime.Versioning;
using System.Text.Json;
using JasperFx.Events;
using JasperFx.MultiTenancy;
using Marten;
using Marten.Events;
using Marten.Storage;
using Npgsql;
using Platform.Contracts;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;
using Platform.Host.EventStore;
using Platform.Ingest.Storing;

namespace Platform.Tests.Integration.Ingest;

/// <summary>What is copied in bulk must be what Marten itself would have appended.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StreamAppendTests(PlatformFixture platform) : IAsyncLifetime
{
    private readonly string _schema = "append_" + Guid.CreateVersion7().ToString("N")[^12..];
    private DocumentStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _store = DocumentStore.For(options =>
        {
            options.Connection(platform.Host.ConnectionString);
            options.DatabaseSchemaName = options.Events.DatabaseSchemaName = _schema;
            options.Events.TenancyStyle = TenancyStyle.Conjoined;
            options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
            options.Serializer(new StoredJson());
            EventStoreSetup.MapEvents(options.Events);
        });
        await _store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await ScalarAsync($"drop schema {_schema} cascade");
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Copied_rows_are_those_that_Marten_appends()
    {
        var random = new Random(5);
        var types = StoredNames.Visitor.Values.ToArray();
        var total = 0;
        for (var batch = 0; batch < 6; batch++)
        {
            var events = Enumerable.Range(0, random.Next(1, 40)).Select(i => Event(
                types[random.Next(types.Length)], $"visitor-{random.Next(5)}", $"{batch}-{i}", new string('ä', random.Next(12)))).ToList();
            total += events.Count;
            await using (var marten = _store.LightweightSession("appended"))
            {
                foreach (var stream in events.GroupBy(e => e.Origin.VisitorId))
                    marten.Events.Append(DerivedId.Visitor("same", stream.Key), stream.Select(e => (object)Wrapped(marten, e)));
                await marten.SaveChangesAsync();
            }
            await CopyAsync("copied", events, e => DerivedId.Visitor("same", e.Origin.VisitorId));
        }

        Assert.Equal(await EventRowsAsync("appended"), await EventRowsAsync("copied"));
        Assert.Equal(await StreamRowsAsync("appended"), await StreamRowsAsync("copied"));
        await using var session = _store.QuerySession("copied");
        var read = await session.Events.QueryAllRawEvents().OrderBy(e => e.Sequence).ToListAsync();
        Assert.Equal(total, read.Count);
        Assert.All(read, e => Assert.Equal(DerivedId.Message("same", ((IVisitorEvent)e.Data).Origin.MessageId), e.Id));
    }

    [Fact]
    public async Task Writers_that_meet_on_the_same_streams_wait_for_each_other_and_leave_no_gap_in_a_stream()
    {
        const int Rounds = 20;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                var visitors = Enumerable.Range(0, 10).Select(i => writer % 2 == 0 ? i : 9 - i);
                await CopyAsync("met", [.. visitors.Select(visitor => Event(typeof(PageViewed), $"visitor-{visitor}", $"{writer}-{round}-{visitor}", ""))]);
            }
        })));

        Assert.Equal(4L * Rounds * 10, await ScalarAsync($"select count(*) from {_schema}.mt_events where tenant_id = 'met'"));
        Assert.Equal(0L, await ScalarAsync(
            $"""
            select count(*) from (
                select version, row_number() over (partition by stream_id order by seq_id) as place from {_schema}.mt_events where tenant_id = 'met') numbered
            where version <> place
            """));
    }

    [Fact]
    public async Task An_archived_stream_takes_no_more_events()
    {
        await CopyAsync("archived", [Event(typeof(PageViewed), "ada", "1", "")]);
        await using (var session = _store.LightweightSession("archived"))
        {
            session.Events.ArchiveStream(DerivedId.Visitor("archived", "ada"));
            await session.SaveChangesAsync();
        }
        await Assert.ThrowsAsync<InvalidOperationException>(() => CopyAsync("archived", [Event(typeof(PageViewed), "ada", "2", "")]));
        Assert.Equal(1L, await ScalarAsync($"select count(*) from {_schema}.mt_events where tenant_id = 'archived'"));
    }

    private async Task CopyAsync(string tenant, IReadOnlyList<IVisitorEvent> events, Func<IVisitorEvent, Guid>? streamOf = null)
    {
        await using var session = _store.LightweightSession();
        await session.BeginTransactionAsync(CancellationToken.None);
        await StreamAppend.AppendAsync(session, [.. events.Select(e => new StreamAppend.Item(
            tenant, streamOf?.Invoke(e) ?? DerivedId.Visitor(tenant, e.Origin.VisitorId), DerivedId.Message("same", e.Origin.MessageId), e))], TimeProvider.System, CancellationToken.None);
        await session.SaveChangesAsync();
    }

    private static IEvent Wrapped(IDocumentSession session, IVisitorEvent happened)
    {
        var wrapped = session.Events.BuildEvent(happened);
        wrapped.Id = DerivedId.Message("same", happened.Origin.MessageId);
        return wrapped;
    }

    private static IVisitorEvent Event(Type type, string visitor, string message, string text)
    {
        var origin = new Origin(message, visitor, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(1), "web");
        var context = new EventContext { Page = new PageContext("/" + text), Country = text.Length > 5 ? "AT" : null };
        var properties = JsonSerializer.SerializeToElement(new { text, length = text.Length, price = 1.50m });
        object[] arguments = type.GetConstructors()[0].GetParameters().Length == 4 ? ["named", origin, context, properties] : [origin, context, properties];
        return (IVisitorEvent)Activator.CreateInstance(type, arguments)!;
    }

    private Task<object?> EventRowsAsync(string tenant) => ScalarAsync(
        $"""
        select string_agg((to_jsonb(e) - 'seq_id' - 'timestamp' - 'tenant_id')::text, E'\n' order by stream_id, version)
        from {_schema}.mt_events e where tenant_id = '{tenant}' and timestamp between now() - interval '1 minute' and now() + interval '1 second'
        """);

    private Task<object?> StreamRowsAsync(string tenant) => ScalarAsync(
        $"select string_agg((to_jsonb(s) - 'timestamp' - 'created' - 'tenant_id')::text, E'\n' order by id) from {_schema}.mt_streams s where tenant_id = '{tenant}'");

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(platform.Host.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
