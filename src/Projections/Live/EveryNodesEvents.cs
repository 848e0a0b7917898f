using System.Threading.Channels;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;

namespace Platform.Projections.Live;

/// <summary>
/// Feeds the live window and the listeners of this node with every event, each once: what this process stores it is told of at once;
/// what another stores it reads as soon as the database says that events were appended.
/// </summary>
internal sealed class EveryNodesEvents(LiveWindow window, StoredEventFeed feed, IDocumentStore store, TimeProvider clock, ILogger<EveryNodesEvents> log)
    : BackgroundService, IEventsStoredListener
{
    private const string Appended = "mt_events_appended";
    private const int PageSize = 2_000;

    // Long enough for this process to be told of its own commit first, short enough to be live.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile RecentSequences? _told;

    public void OnStored(EventsStored stored)
    {
        var fresh = _told is { } told ? [.. stored.Events.Where(item => told.Add(item.Sequence))] : stored.Events;
        Tell(fresh.Count == stored.Events.Count ? stored : stored with { Events = fresh });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = store.Storage.Database.CreateConnection();
                await connection.OpenAsync(stoppingToken);
                await FollowAsync(connection, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("The live window does not hear of other nodes: {Problem}. Trying again.", failure.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task FollowAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        connection.Notification += (_, _) => _news.Writer.TryWrite(true);
        await using (var listen = new NpgsqlCommand($"listen {Appended}", connection))
            await listen.ExecuteNonQueryAsync(stopping);
        _told ??= new RecentSequences(await LastAsync(stopping), Patience);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var reading = ReadAsync(_told, end.Token);
        try
        {
            while (!reading.IsCompleted)
                await connection.WaitAsync(AtLeastEvery, stopping);
        }
        finally
        {
            await end.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await reading;
    }

    private async Task ReadAsync(RecentSequences told, CancellationToken cancellation)
    {
        while (await _news.Reader.WaitToReadAsync(cancellation))
        {
            await Task.Delay(Pause, clock, cancellation);
            _news.Reader.TryRead(out _);
            while (await ReadPageAsync(told, cancellation) == PageSize)
            {
                // More is waiting.
            }
        }
    }

    private async Task<int> ReadPageAsync(RecentSequences told, CancellationToken cancellation)
    {
        var (floor, seen) = told.Look(clock.GetElapsedTime(0));
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand(
            $"""
            select seq_id, id, tenant_id, type, timestamp, data from {store.Options.Events.DatabaseSchemaName}.mt_events
            where seq_id > $1 and not (seq_id = any($2)) order by seq_id limit {PageSize}
            """);
        command.Parameters.Add(new() { Value = floor, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = seen, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var (read, elsewhere) = (0, new List<StoredEvent>());
        for (; await reader.ReadAsync(cancellation); read++)
        {
            var sequence = reader.GetInt64(0);
            if (told.Add(sequence) && StoredNames.Visitor.TryGetValue(reader.GetString(3), out var type))
                elsewhere.Add(new StoredEvent(
                    reader.GetString(2), reader.GetGuid(1), sequence, reader.GetFieldValue<DateTimeOffset>(4),
                    (IVisitorEvent)await store.Options.Serializer().FromJsonAsync(type, reader, 5, cancellation)));
        }
        if (elsewhere.Count > 0)
            Tell(new EventsStored(elsewhere, 0));
        return read;
    }

    private async Task<long> LastAsync(CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand($"select coalesce(max(seq_id), 0) from {store.Options.Events.DatabaseSchemaName}.mt_events");
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        await reader.ReadAsync(cancellation);
        return reader.GetInt64(0);
    }

    private void Tell(EventsStored stored)
    {
        window.OnStored(stored);
        feed.OnStored(stored);
    }
}
