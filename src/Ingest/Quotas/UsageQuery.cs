using Marten;
using Npgsql;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Quotas;

/// <summary>Reads what a source has stored.</summary>
internal static class UsageQuery
{
    public static async Task<SourceUsage> ReadAsync(IQuerySession session, string tenant, string source, DateTimeOffset at, CancellationToken cancellation)
    {
        var (minute, month) = (Periods.Minute(at), Periods.Month(at));
        await using var command = new NpgsqlCommand(
            """
            select coalesce((select events from ingest.usage_minute where tenant = $1 and source = $2 and minute = $3), 0),
                   coalesce((select sum(events) from ingest.usage_month where tenant = $1 and source = $2 and month = $4), 0)::bigint
            """);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = source });
        command.Parameters.Add(new() { Value = minute });
        command.Parameters.Add(new() { Value = month });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        await reader.ReadAsync(cancellation);
        return new SourceUsage(tenant, source, minute, reader.GetInt64(0), month, reader.GetInt64(1));
    }
}
