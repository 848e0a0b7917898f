using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Steps;

/// <summary>Valid time from three clocks: occurredAt = receivedAt − (sentAt − timestamp) where both are present, else timestamp, else receivedAt.</summary>
internal static class CorrectClock
{
    private static readonly TimeSpan FarthestAhead = TimeSpan.FromHours(24);

    public static Refusal? Apply(Candidate candidate)
    {
        var occurred = Occurred(candidate.Raw, candidate.ReceivedAt);
        if (occurred > candidate.ReceivedAt + FarthestAhead)
            return new Refusal(DropReason.FutureTimestamp,
                $"The event says it happens on {occurred:yyyy-MM-dd'T'HH:mm:ss'Z'}, more than 24 hours from now; check the client's clock or the unit of 'timestamp'.");
        if (occurred < DateTimeOffset.UnixEpoch)
            return new Refusal(DropReason.Malformed, "'timestamp' lies before 1970; check its unit and format (ISO 8601).");
        candidate.OccurredAt = Microseconds(occurred);
        return null;
    }

    /// <summary>Valid time, whatever it is.</summary>
    public static DateTimeOffset Occurred(RawEvent raw, DateTimeOffset receivedAt) => (raw.Timestamp, raw.SentAt) switch
    {
        ({ } at, { } sent) => Shift(receivedAt, at - sent),
        ({ } at, null) => at,
        _ => receivedAt,
    };

    private static DateTimeOffset Shift(DateTimeOffset from, TimeSpan by) =>
        by < DateTimeOffset.MinValue - from ? DateTimeOffset.MinValue
        : by > DateTimeOffset.MaxValue - from ? DateTimeOffset.MaxValue
        : from + by;

    // The stores keep microseconds: cutting here keeps the order of events the same everywhere.
    private static DateTimeOffset Microseconds(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % 10, TimeSpan.Zero);
}
