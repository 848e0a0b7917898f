using System.Text.Json;
using Marten;
using Npgsql;
using Platform.Contracts.Ingestion;
using Platform.ReadApi.DeadLetters;

namespace Platform.ReadApi.Imports;

/// <summary>Reads how far imports have come, as whoever does them notes it.</summary>
public sealed class ImportsQuery(IDocumentStore store, TimeProvider clock)
{
    /// <summary>Whoever does an import tells more often than this.</summary>
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(30);

    private const string Sql =
        """
        select id, file, format, started_at, updated_at, bytes, bytes_read, lines, accepted, refused::text, left_out, problem, completed, paused, uploaded
        from ingest.imports where tenant = $1 order by started_at desc, id limit 200
        """;

    /// <summary>The tenant's imports, the latest first; 200 at most.</summary>
    public async Task<IReadOnlyList<Import>> RunAsync(string tenant, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand(Sql) { Parameters = { new() { Value = tenant } } };
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var imports = new List<Import>();
        while (await reader.ReadAsync(cancellation))
        {
            var (updated, problem) = (reader.GetFieldValue<DateTimeOffset>(4), await reader.IsDBNullAsync(11, cancellation) ? null : reader.GetString(11));
            imports.Add(new Import(
                reader.GetGuid(0).ToString("N"), reader.GetString(1), reader.GetString(2),
                State(reader.GetBoolean(12), problem, reader.GetBoolean(13), reader.GetBoolean(14), now - updated), reader.GetFieldValue<DateTimeOffset>(3), updated,
                reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8), Refused(reader.GetString(9)), reader.GetInt64(10), problem));
        }
        return imports;
    }

    private static ImportState State(bool completed, string? problem, bool paused, bool uploaded, TimeSpan since) => (completed, problem, paused) switch
    {
        (true, _, _) => ImportState.Completed,
        (_, not null, _) => ImportState.Failed,
        (_, _, true) => ImportState.Paused,
        _ when since <= Silent => ImportState.Running,
        _ => uploaded ? ImportState.Waiting : ImportState.Interrupted,
    };

    private static List<DropCount> Refused(string json) =>
        [.. from reason in JsonSerializer.Deserialize<Dictionary<string, long>>(json)! orderby reason.Value descending select new DropCount(Enum.Parse<DropReason>(reason.Key), reason.Value)];
}
