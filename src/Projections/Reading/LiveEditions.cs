using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using Npgsql;
using NpgsqlTypes;

namespace Platform.Projections.Reading;

/// <summary>
/// Comes before the read models of a page: notes which edition of each is live and holds all of them, in one order, until the page's
/// commit. Read models write their parts of the page at the same time, so that none of them could hold its own without deadlocks.
/// </summary>
internal sealed class LiveEditions(IReadOnlyList<IReadModel> models) : IProjection
{
    /// <summary>The name under which it has a position, as every member of the page.</summary>
    public const string Name = "editions";

    private readonly string[] _names = [.. models.Select(model => model.Name)];

    /// <inheritdoc />
    public async Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        await using var current = new NpgsqlCommand(Generations.Current) { Parameters = { new() { Value = _names, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text } } };
        var (names, generations) = (new List<string>(), new List<long>());
        await using (var reader = await operations.ExecuteReaderAsync(current, cancellation))
            while (await reader.ReadAsync(cancellation))
            {
                names.Add(reader.GetString(0));
                generations.Add(reader.GetInt64(1));
            }
        operations.QueueSqlCommand(Generations.Hold, names.ToArray(), generations.ToArray());
    }
}
