namespace Platform.Contracts.Ingestion;

/// <summary>Why an event was refused. Also the name of the GraphQL value and of the metric tag.</summary>
public enum DropReason
{
    /// <summary>Not JSON, not an object, a field of the wrong type, or nothing that tells what happened.</summary>
    Malformed,

    /// <summary>The write key is not known, or the source is disabled.</summary>
    UnknownSource,

    /// <summary>The tracking plan forbids it.</summary>
    SchemaViolation,

    /// <summary>It says that it happens more than 24 hours from now.</summary>
    FutureTimestamp,

    /// <summary>The event is larger than 32 KB, or nested or numerous beyond the limits.</summary>
    TooLarge,

    /// <summary>The source has used up its quota.</summary>
    QuotaExceeded,

    /// <summary>A bot or a monitor sent it.</summary>
    Bot,

    /// <summary>A rule of the tenant blocks it (origin, address, event name).</summary>
    Blocked,

    /// <summary>Storing it failed for a reason of its own, again and again.</summary>
    ProcessingFailed,
}
