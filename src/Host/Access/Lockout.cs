using System.Collections.Concurrent;

namespace Platform.Host.Access;

/// <summary>Slows guessing down: after five failures of a name or an address, each further one doubles the wait, to 15 minutes at most.</summary>
public sealed class Lockout(TimeProvider clock)
{
    private const int Free = 5;
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset Until)> _failures = new();

    /// <summary>How long the subject has to wait; zero when it may try.</summary>
    public TimeSpan Wait(string subject) =>
        _failures.TryGetValue(subject, out var seen) && seen.Until > clock.GetUtcNow() ? seen.Until - clock.GetUtcNow() : TimeSpan.Zero;

    /// <summary>Counts a failure.</summary>
    public void Fail(string subject)
    {
        if (_failures.Count > MostRemembered)
            foreach (var (old, seen) in _failures)
                if (seen.Until < clock.GetUtcNow())
                    _failures.TryRemove(old, out _);
        _failures.AddOrUpdate(subject, _ => (1, clock.GetUtcNow()), (_, seen) =>
        {
            var failures = seen.Failures + 1;
            var wait = failures <= Free ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, failures - Free)));
            return (failures, clock.GetUtcNow() + wait);
        });
    }

    /// <summary>Forgets the failures.</summary>
    public void Succeed(string subject) => _failures.TryRemove(subject, out _);
}
