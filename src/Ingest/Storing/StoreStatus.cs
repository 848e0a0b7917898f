using Npgsql;

namespace Platform.Ingest.Storing;

/// <summary>
/// Whether the store takes events, as its writers last found out. A moment without it is waited for, as no client notices; what lasts
/// longer is told to those who wait, to those who come, and to <c>/health/ready</c>.
/// </summary>
public sealed class StoreStatus(TimeProvider clock)
{
    /// <summary>How long the store may be away before clients are sent away.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private TaskCompletionSource _refusing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _since;

    /// <summary>Why nothing can be stored, in a sentence that says what to look at; null while events are taken.</summary>
    public string? Problem { get; private set; }

    /// <summary>Done once the store has been away for too long; another one after it is back.</summary>
    internal Task Refusing { get { lock (_gate) return _refusing.Task; } }

    /// <summary>A batch is committed, or refused for what is in it.</summary>
    internal void Answered()
    {
        lock (_gate)
        {
            _since = null;
            if (Problem is null)
                return;
            Problem = null;
            _refusing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>A batch could not be stored for a reason that passes.</summary>
    internal void Refused(Exception failure)
    {
        lock (_gate)
        {
            _since ??= clock.GetTimestamp();
            if (clock.GetElapsedTime(_since.Value) < Patience)
                return;
            Problem = $"Events cannot be stored: {Reason(failure)} It is tried again until they can; clients are asked to send theirs again.";
            _refusing.TrySetResult();
        }
    }

    private static string Reason(Exception failure) => failure.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.TooManyConnections } known
        ? known.SqlState == PostgresErrorCodes.DiskFull
            ? $"the disk of the database is full ({known.MessageText}); make room."
            : $"the database has no connection left ({known.MessageText}); close some, or raise its max_connections."
        : $"{failure.GetBaseException().Message.TrimEnd('.')}.";
}
