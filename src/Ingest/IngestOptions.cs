namespace Platform.Ingest;

/// <summary>Settings under <c>Ingest</c>; the limits are those of the public Segment HTTP API.</summary>
public sealed record IngestOptions
{
    /// <summary>Largest single event, bytes of JSON.</summary>
    public int MaxEventBytes { get; init; } = 32 * 1024;

    /// <summary>Largest request body, bytes, before and after decompression.</summary>
    public int MaxBatchBytes { get; init; } = 500 * 1024;

    /// <summary>Most events in one batch.</summary>
    public int MaxBatchEvents { get; init; } = 2_500;

    /// <summary>Most properties (object members and array elements at any depth) of one event.</summary>
    public int MaxProperties { get; init; } = 2_000;

    /// <summary>Deepest nesting of one event.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Events that may wait for the store; above, requests are answered 503 with Retry-After.</summary>
    public int MaxQueuedEvents { get; init; } = 50_000;

    /// <summary>Bytes of events that may wait for the store; above, likewise.</summary>
    public long MaxQueuedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Concurrent writers; the events of a visitor always go through the same one.</summary>
    public int Writers { get; init; } = 2;

    /// <summary>Most events stored in one transaction.</summary>
    public int StoreBatch { get; init; } = 500;

    /// <summary>Dead letters kept a minute for requests that nobody can be charged for (unknown keys, no JSON).</summary>
    public int StrangerLettersPerMinute { get; init; } = 60;

    /// <summary>Visitors that may be joined to one id within a minute of valid time; more are a shared id, not a person.</summary>
    public int MaxJoinsPerMinute { get; init; } = 20;

    /// <summary>Where uploaded files lie until they are imported; by default <c>imports</c> in the data directory.</summary>
    public string ImportDirectory { get; set; } = "";

    /// <summary>Largest file that can be uploaded, MB.</summary>
    public int MaxUploadMb { get; init; } = 20 * 1024;

    /// <summary>Dead letters kept a minute for each source that is over its quota or disabled; the rest are counted.</summary>
    public int FloodLettersPerMinute { get; init; } = 100;
}
