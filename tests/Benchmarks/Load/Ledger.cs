using System.Collections.Concurrent;

namespace Platform.Tests.Benchmarks.Load;

/// <summary>A request that was acknowledged.</summary>
/// <param name="First">Number of its first event; the others follow.</param>
/// <param name="SentAt">When it was due, milliseconds.</param>
/// <param name="AcknowledgedAt">When the answer was here, milliseconds.</param>
internal readonly record struct Acknowledged(long First, int Count, double SentAt, double AcknowledgedAt);

/// <summary>What became of the events that were sent.</summary>
/// <param name="Lost">Acknowledged, and not in the store.</param>
/// <param name="Duplicated">Copies in the store beyond the first.</param>
internal sealed record Comparison(long Acknowledged, long Lost, long Duplicated);

/// <summary>The load generator's own book of what the server said it has.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentQueue<Acknowledged> _requests = new();
    private long _events;

    /// <summary>How many events were acknowledged.</summary>
    public long Events => Interlocked.Read(ref _events);

    /// <summary>Every acknowledged request, in order of acknowledgement.</summary>
    public IReadOnlyCollection<Acknowledged> Requests => _requests;

    public void Add(Acknowledged request)
    {
        _requests.Enqueue(request);
        Interlocked.Add(ref _events, request.Count);
    }

    /// <summary>When each acknowledged event was sent, milliseconds, ascending.</summary>
    public double[] SentAt() => [.. _requests.SelectMany(request => Enumerable.Repeat(request.SentAt, request.Count)).Order()];

    /// <summary>Compares the book with the numbers of the events in the store.</summary>
    public Comparison Compare(IEnumerable<long> stored)
    {
        var copies = new Dictionary<long, int>();
        foreach (var number in stored)
            copies[number] = copies.GetValueOrDefault(number) + 1;
        var lost = _requests.SelectMany(request => Enumerable.Range(0, request.Count).Select(i => request.First + i)).LongCount(number => !copies.ContainsKey(number));
        return new Comparison(Events, lost, copies.Values.Sum(count => (long)count - 1));
    }
}
