namespace Platform.Projections.Live;

/// <summary>Counters of the last seconds and minutes of a tenant.</summary>
/// <param name="PersonsLast5Minutes">Different visitors with an event in the last five minutes.</param>
/// <param name="EventsPerSecond">Mean of the last ten seconds.</param>
/// <param name="PerSecond">Events in each of the last 60 seconds, the oldest first.</param>
/// <param name="LatencyP50">Milliseconds from acceptance to the window, over the last minute.</param>
public sealed record LiveSnapshot(
    DateTimeOffset At, int PersonsLast5Minutes, double EventsPerSecond, int EventsLastMinute, IReadOnlyList<int> PerSecond,
    IReadOnlyList<LiveCount> TopPages, IReadOnlyList<LiveCount> TopEvents,
    IReadOnlyList<LiveCount> TopReferrers, IReadOnlyList<LiveCount> TopCountries,
    double LatencyP50, double LatencyP99);

/// <summary>A value and how many events of the last five minutes have it.</summary>
public sealed record LiveCount(string Value, int Count);
