using Marten;
using Npgsql;
using NpgsqlTypes;
using Platform.Contracts;
using Platform.Contracts.History;
using Platform.Ingest.Storing;

namespace Platform.Ingest.Import;

/// <summary>Stores figures of the past in one transaction with their ids: each once, however often its file is imported.</summary>
public sealed class HistoryStore(IDocumentStore store, TimeProvider clock)
{
    private const int MostAttempts = 5;

    /// <summary>Appends what was not stored before.</summary>
    public async Task AppendAsync(string tenant, IReadOnlyList<(string MessageId, HistoryImported Figures)> figures)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await AppendOnceAsync(tenant, figures);
                return;
            }
            catch (Exception failure) when (attempt < MostAttempts && Transient.Is(failure))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), clock);
            }
        }
    }

    private async Task AppendOnceAsync(string tenant, IReadOnlyList<(string MessageId, HistoryImported Figures)> figures)
    {
        await using var session = store.LightweightSession(tenant);
        await session.BeginTransactionAsync(CancellationToken.None);
        var byId = figures.ToDictionary(item => DerivedId.Message(tenant, item.MessageId), item => item.Figures);
        await using var take = new NpgsqlCommand(
            "insert into ingest.message_ids (tenant, id) select $1, id from unnest($2) as given (id) order by id on conflict do nothing returning id");
        take.Parameters.Add(new() { Value = tenant });
        take.Parameters.Add(new() { Value = byId.Keys.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        var fresh = new List<HistoryImported>();
        await using (var reader = await session.ExecuteReaderAsync(take, CancellationToken.None))
            while (await reader.ReadAsync())
                fresh.Add(byId[reader.GetGuid(0)]);
        foreach (var stream in fresh.GroupBy(item => HistoryImported.Stream(tenant, item.Kind, item.Day)).OrderBy(stream => stream.Key))
            session.Events.Append(stream.Key, stream.Cast<object>());
        await session.SaveChangesAsync();
    }
}
