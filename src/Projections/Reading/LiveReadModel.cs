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
        if (PageEvent.Of(events) is { Count: > 0 } page)
            await model.ApplyAsync(new Target(operations), page, cancellation);
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
