using System.Net.Sockets;
using JasperFx.Events;
using Npgsql;

namespace Platform.Ingest.Storing;

/// <summary>Which failures go away by themselves: the server restarts, the connection broke, two transactions met.</summary>
public static class Transient
{
    /// <summary>Whether the same may succeed in a moment.</summary>
    public static bool Is(Exception failure) => failure switch
    {
        PostgresException postgres => postgres.IsTransient
            || postgres.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
                or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
                or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.DiskFull,
        NpgsqlException or SocketException or IOException or TimeoutException or ObjectDisposedException => true,
        EventStreamUnexpectedMaxEventIdException => true,
        OperationCanceledException => true,
        { InnerException: { } inner } => Is(inner),
        _ => false,
    };

    /// <summary>Whether the database is what failed, and may be back in a moment.</summary>
    public static bool OfDatabase(Exception failure) => failure switch
    {
        PostgresException postgres => Is(postgres),
        NpgsqlException => true,
        { InnerException: { } inner } => OfDatabase(inner),
        _ => false,
    };
}
