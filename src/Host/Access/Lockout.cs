using System.Net;
using System.Net.Sockets;

namespace Platform.Host.Access;

/// <summary>
/// Slows guessing down: after five failures of a name or an address, each further one doubles the wait, to 15 minutes at
/// most; an hour of quiet is forgiven. An attempt counts as failed until it succeeds, so many at once gain nothing.
/// </summary>
public sealed class Lockout(TimeProvider clock)
{
    private const int Free = 5;
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Forgiven = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    /// <summary>How many subjects are remembered; bounded.</summary>
    public int Remembered { get { lock (_gate) return _seen.Count; } }

    /// <summary>Begins an attempt of all the subjects together.</summary>
    /// <returns>Zero when it may go on; else how long to wait, and nothing was counted.</returns>
    public TimeSpan Begin(params ReadOnlySpan<string> subjects)
    {
        var now = clock.GetElapsedTime(0); // whoever sets the clock back must not lock anybody out for hours
        lock (_gate)
        {
            var wait = TimeSpan.Zero;
            foreach (var subject in subjects)
                if (_seen.TryGetValue(subject, out var seen) && seen.Until - now > wait)
                    wait = seen.Until - now;
            if (wait > TimeSpan.Zero)
                return wait;
            foreach (var subject in subjects)
                Count(subject, now);
            return TimeSpan.Zero;
        }
    }

    /// <summary>The attempt was right after all: its failures are forgotten.</summary>
    public void Succeed(params ReadOnlySpan<string> subjects)
    {
        lock (_gate)
            foreach (var subject in subjects)
                _seen.Remove(subject);
    }

    /// <summary>Who an address stands for: an IPv6 subscriber has a whole /64.</summary>
    public static string Subject(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        return address is { AddressFamily: AddressFamily.InterNetworkV6 }
            ? $"address:{Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))}"
            : $"address:{address}";
    }

    private void Count(string subject, TimeSpan now)
    {
        var before = _seen.TryGetValue(subject, out var seen) && now - seen.Until < Forgiven ? seen.Failures : 0;
        if (before == 0 && _seen.Count >= MostRemembered)
            MakeRoom(now);
        var wait = before < Free ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, before + 1 - Free)));
        _seen[subject] = new Seen(before + 1, now + wait);
    }

    private void MakeRoom(TimeSpan now)
    {
        foreach (var (subject, seen) in _seen)
            if (now - seen.Until >= Forgiven)
                _seen.Remove(subject);
        if (_seen.Count >= MostRemembered)
            _seen.Remove(_seen.MinBy(item => item.Value.Until).Key);
    }

    private readonly record struct Seen(int Failures, TimeSpan Until);
}
