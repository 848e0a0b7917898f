using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;
using Platform.Projections.Live;

namespace Platform.Tests.Unit.Live;

public class LiveWindowTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_window_counts_what_a_recount_of_all_events_counts() =>
        Gen.Select(Gen.Int[0, 20], Gen.Int[0, 5], Gen.Int[-10, 400]).List[1, 120].Sample(rows =>
        {
            var clock = new FakeTimeProvider(Start);
            var window = new LiveWindow(clock);
            var all = new List<StoredEvent>();
            foreach (var (advance, visitor, age) in rows)
            {
                clock.Advance(TimeSpan.FromSeconds(advance));
                var stored = Stored(visitor, clock.GetUtcNow().AddSeconds(-age), clock.GetUtcNow());
                all.Add(stored);
                window.OnStored(new EventsStored([stored], 0));
            }
            var now = clock.GetUtcNow().ToUnixTimeSeconds();
            // An event that was too old, or still to come, when it was stored never counts.
            var counted = all.Where(item => Age(item, item.RecordedAt.ToUnixTimeSeconds()) is >= 0 and < 300 && Age(item, now) is >= 0 and < 300).ToList();
            var snapshot = window.Snapshot("t");

            Assert.Equal(counted.Select(item => item.Event.Origin.VisitorId).Distinct().Count(), snapshot.PersonsLast5Minutes);
            Assert.Equal(counted.Count(item => Age(item, now) < 60), snapshot.EventsLastMinute);
            Assert.Equal(Enumerable.Range(0, 60).Select(second => counted.Count(item => Age(item, now) == 59 - second)), snapshot.PerSecond);
            Assert.Equal(counted.Count, snapshot.TopPages.Sum(page => page.Count));
        });

    [Fact]
    public void What_was_counted_before_the_clock_was_set_back_does_not_stay_for_hours()
    {
        var clock = new SettableClock(Start);
        var window = new LiveWindow(clock);
        window.OnStored(new EventsStored([Stored(1, Start, Start)], 0));
        clock.Now = Start.AddHours(-5);
        window.OnStored(new EventsStored([Stored(2, clock.Now, clock.Now)], 0));

        Assert.Equal((1, 1), (window.Snapshot("t").PersonsLast5Minutes, window.Snapshot("t").EventsLastMinute));
    }

    [Fact]
    public void Another_tenants_events_do_not_count()
    {
        var window = new LiveWindow(new FakeTimeProvider(Start));
        window.OnStored(new EventsStored([Stored(1, Start, Start)], 0));

        Assert.Equal(0, window.Snapshot("other").PersonsLast5Minutes);
    }

    [Fact]
    public void The_window_keeps_numbers_and_not_the_events()
    {
        var window = new LiveWindow(new FakeTimeProvider(Start));
        var held = Add(window);
        GC.Collect();

        Assert.False(held.TryGetTarget(out _));
        Assert.Equal(1, window.Snapshot("t").EventsLastMinute);
    }

    // In a method of its own, so that nothing of this stack holds the event.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference<IVisitorEvent> Add(LiveWindow window)
    {
        var stored = Stored(1, Start, Start);
        window.OnStored(new EventsStored([stored], 0));
        return new WeakReference<IVisitorEvent>(stored.Event);
    }

    private static long Age(StoredEvent item, long now) => now - item.Event.Origin.OccurredAt.ToUnixTimeSeconds();

    private static StoredEvent Stored(int visitor, DateTimeOffset at, DateTimeOffset now) => new("t", Guid.CreateVersion7(), 1, now, new PageViewed(
        new Origin("m", $"v{visitor}", at, now, "web"), new EventContext { Page = new PageContext($"/{visitor}") }, JsonElement.Parse("{}")));
}
