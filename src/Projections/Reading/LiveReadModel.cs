using System.Data.Common;
using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using Npgsql;

namespace Platform.Projections.Reading;

/// <summary>Lets the event store's daemon run a read model on its tables in the schema <c>read</c>.</summary>
internal sealed class LiveReadModel(IReadModel model) : IProjection
{
    /// <inheritdoc />
    public async Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        var page = PageEvent.Of(events);
        if (page.Count == 0)
            return;
        var target = new Target(operations);
        await using var current = new NpgsqlCommand(Generations.Current) { Parameters = { new() { Value = model.Name } } };
        var generation = (await target.ReadAsync(current, reader => reader.GetInt64(0), cancellation))[0];
        target.Queue(Generations.Hold, model.Name, generation);
        await model.ApplyAsync(target, page, cancellation);
    }

    private sealed class Target(IDocumentOperations operations) : IReadModelTarget
    {
        public string Schema => ReadTable.LiveSchema;

        public void Queue(string sql, params object[] values) => operations.QueueSqlCommand(sql, values);

        public async Task<IReadOnlyList<T>> ReadAsync<T>(NpgsqlCommand command, Func<DbDataReader, T> read, CancellationToken cancellation)
        {
            await using var reader = await operations.ExecuteReaderAsync(command, cancellation);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellation))
                rows.Add(read(reader));
            return rows;
        }
    }
}
