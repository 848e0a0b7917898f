using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Platform.Projections.Exploration;

/// <summary>Takes a chunk of an answer.</summary>
internal delegate void ChunkReader(ColumnChunk chunk);

/// <summary>The store could not run a statement.</summary>
internal sealed class ScanFailedException(string message) : Exception(message);

/// <summary>One state of the store, whatever is written meanwhile.</summary>
internal sealed class Snapshot(DuckDBConnection connection, CancellationToken cancellation)
{
    /// <summary>Whoever reads for long looks at it.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Runs a statement and hands over its columns chunk by chunk.</summary>
    public void Scan(Sql sql, ChunkReader read) => ColumnScan.Run(connection, sql, read, cancellation);
}

/// <summary>
/// Runs a statement and hands over its columns chunk by chunk while the store is still working. A row at a time through the
/// data reader costs about ten times as much, and millions of rows are the rule here.
/// </summary>
internal static class ColumnScan
{
    public static void Run(DuckDBConnection connection, Sql sql, ChunkReader read, CancellationToken cancellation)
    {
        if (NativeMethods.PreparedStatements.DuckDBPrepare(connection.NativeConnection, sql.Text, out var statement) == DuckDBState.Error)
            using (statement)
                throw new ScanFailedException(NativeMethods.PreparedStatements.DuckDBPrepareError(statement));
        using (statement)
        {
            for (var i = 0; i < sql.Values.Count; i++)
                Bind(statement, i + 1, sql.Values[i]);
            if (NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(statement, out var result) == DuckDBState.Error)
                Fail(ref result);
            try
            {
                Fetch(ref result, read, cancellation);
            }
            finally
            {
                result.Close();
            }
        }
    }

    private static void Fetch(ref DuckDBResult result, ChunkReader read, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            using var chunk = NativeMethods.Query.DuckDBFetchChunk(result);
            if (chunk.IsInvalid)
            {
                if (NativeMethods.Query.DuckDBResultError(ref result) is { Length: > 0 } error)
                    throw new ScanFailedException(error);
                return;
            }
            read(new ColumnChunk(chunk));
        }
    }

    private static void Fail(ref DuckDBResult result)
    {
        var error = NativeMethods.Query.DuckDBResultError(ref result);
        result.Close();
        throw new ScanFailedException(error);
    }

    private static void Bind(DuckDBPreparedStatement statement, int place, object value)
    {
        var bound = value switch
        {
            string text => NativeMethods.PreparedStatements.DuckDBBindVarchar(statement, place, text),
            long number => NativeMethods.PreparedStatements.DuckDBBindInt64(statement, place, number),
            int number => NativeMethods.PreparedStatements.DuckDBBindInt32(statement, place, number),
            double number => NativeMethods.PreparedStatements.DuckDBBindDouble(statement, place, number),
            DateTime at => NativeMethods.PreparedStatements.DuckDBBindTimestamp(statement, place, new DuckDBTimestampStruct { Micros = Micros.Of(at) }),
            _ => throw new NotSupportedException($"A value of type {value.GetType().Name} cannot be given to a scan."),
        };
        if (bound == DuckDBState.Error)
            throw new ScanFailedException(NativeMethods.PreparedStatements.DuckDBPrepareError(statement));
    }
}

/// <summary>Moments as the store keeps them: microseconds since 1970, UTC.</summary>
internal static class Micros
{
    public static long Of(DateTime at) => (at.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static long Of(DateTimeOffset at) => Of(at.UtcDateTime);

    public static long Of(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset At(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
