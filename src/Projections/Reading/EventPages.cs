using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Marten;
using Npgsql;
using NpgsqlTypes;
using Platform.Contracts.Events;

namespace Platform.Projections.Reading;

/// <summary>Replays the event store: pages of visitor events in order of sequence, the next one read while the last one is worked on.</summary>
internal sealed class EventPages(IDocumentStore store)
{
    /// <summary>Most events of a page.</summary>
    public const int PageSize = 5_000;

    // Bounds what a page of a small tenant in a large store scans, so that it makes progress that can be seen and stopped.
    private const int Window = 100_000;

    private readonly string _schema = store.Options.Events.DatabaseSchemaName;

    /// <summary>The events in (<paramref name="after"/>, <paramref name="through"/>], of one tenant or of all.</summary>
    public async IAsyncEnumerable<(IReadOnlyList<PageEvent> Events, long Through)> ReadAsync(
        long after, long through, string? tenant, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pages = Channel.CreateBounded<(IReadOnlyList<PageEvent>, long)>(1);
        var reading = Task.Run(() => ReadAheadAsync(pages.Writer, after, through, tenant, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(cancellation))
                yield return page;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    private async Task ReadAheadAsync(
        ChannelWriter<(IReadOnlyList<PageEvent>, long)> pages, long after, long through, string? tenant, CancellationToken cancellation)
    {
        try
        {
            await using var connection = store.Storage.Database.CreateConnection();
            await connection.OpenAsync(cancellation);
            while (after < through)
            {
                var (events, last) = await PageAsync(connection, after, Math.Min(through, after + Window), tenant, cancellation);
                await pages.WriteAsync((events, last), cancellation);
                after = last;
            }
            pages.Complete();
        }
        catch (Exception failure)
        {
            pages.Complete(failure);
        }
    }

    private async Task<(List<PageEvent> Events, long Through)> PageAsync(
        NpgsqlConnection connection, long after, long through, string? tenant, CancellationToken cancellation)
    {
        var serializer = store.Options.Serializer();
        await using var command = new NpgsqlCommand(
            $"""
            select seq_id, id, stream_id, tenant_id, type, timestamp, data from {_schema}.mt_events
            where seq_id > $1 and seq_id <= $2 {(tenant is null ? "" : "and tenant_id = $4")} order by seq_id limit $3
            """, connection);
        command.Parameters.Add(new() { Value = after, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = through, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = PageSize, NpgsqlDbType = NpgsqlDbType.Integer });
        if (tenant is not null)
            command.Parameters.Add(new() { Value = tenant });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var events = new List<PageEvent>();
        var (last, read) = (after, 0);
        for (; await reader.ReadAsync(cancellation); read++)
        {
            last = reader.GetInt64(0);
            if (StoredNames.Visitor.TryGetValue(reader.GetString(4), out var type))
                events.Add(new PageEvent(reader.GetString(3), reader.GetGuid(2), reader.GetGuid(1), last, reader.GetFieldValue<DateTimeOffset>(5),
                    (IVisitorEvent)serializer.FromJson(type, reader, 6)));
        }
        return (events, read < PageSize ? through : last);
    }
}
