using System.Net;
using System.Runtime.Versioning;
using Microsoft.Extensions.Time.Testing;
using Platform.Host.Access;

namespace Platform.Tests.Unit.LogIn;

[UnsupportedOSPlatform("windows")]
public class LockoutTests
{
    [Fact]
    public void A_clock_that_is_set_back_locks_nobody_out_for_hours()
    {
        var clock = new SettableClock(DateTimeOffset.UnixEpoch.AddDays(1));
        var lockout = new Lockout(clock);
        for (var failure = 0; failure < 6; failure++)
            lockout.Begin("name:a");
        clock.Now = clock.Now.AddHours(-5);

        Assert.InRange(lockout.Begin("name:a"), TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
    }

    private readonly FakeTimeProvider _clock = new();
    private readonly Lockout _lockout;

    public LockoutTests() => _lockout = new(_clock);

    [Fact]
    public void Five_failures_are_free_and_each_further_one_doubles_the_wait()
    {
        for (var attempt = 0; attempt < 6; attempt++)
            Assert.Equal(TimeSpan.Zero, _lockout.Begin("name:a"));
        foreach (var seconds in new[] { 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900 })
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), _lockout.Begin("name:a"));
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal(TimeSpan.Zero, _lockout.Begin("name:a"));
        }
    }

    [Fact]
    public async Task Many_at_once_get_no_more_attempts_than_one_after_the_other()
    {
        var waits = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => _lockout.Begin("name:a", "address:1"))));

        Assert.Equal(6, waits.Count(wait => wait == TimeSpan.Zero));
    }

    [Fact]
    public void A_name_and_an_address_are_counted_apart_and_either_is_enough_to_wait()
    {
        for (var attempt = 0; attempt < 6; attempt++)
            _lockout.Begin($"name:{attempt}", "address:1");

        Assert.True(_lockout.Begin("name:new", "address:1") > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, _lockout.Begin("name:new", "address:2"));
    }

    [Fact]
    public void Success_and_an_hour_of_quiet_forgive()
    {
        for (var attempt = 0; attempt < 6; attempt++)
            _lockout.Begin("name:a");
        _lockout.Succeed("name:a");
        Assert.Equal(TimeSpan.Zero, _lockout.Begin("name:a"));

        for (var attempt = 0; attempt < 6; attempt++)
            _lockout.Begin("name:b");
        _clock.Advance(TimeSpan.FromHours(2));
        for (var attempt = 0; attempt < 6; attempt++)
            Assert.Equal(TimeSpan.Zero, _lockout.Begin("name:b"));
    }

    [Fact]
    public void Invented_names_never_fill_the_memory()
    {
        for (var name = 0; name < 10_500; name++)
            _lockout.Begin($"name:{name}");

        Assert.InRange(_lockout.Remembered, 1, 10_000);
    }

    [Fact]
    public void An_IPv6_subscriber_is_one_address_and_a_mapped_IPv4_address_is_the_same_as_its_plain_form()
    {
        Assert.Equal(Lockout.Subject(IPAddress.Parse("2001:db8:1:2::1")), Lockout.Subject(IPAddress.Parse("2001:db8:1:2:ffff::9")));
        Assert.NotEqual(Lockout.Subject(IPAddress.Parse("2001:db8:1:2::1")), Lockout.Subject(IPAddress.Parse("2001:db8:1:3::1")));
        Assert.Equal(Lockout.Subject(IPAddress.Parse("::ffff:192.0.2.7")), Lockout.Subject(IPAddress.Parse("192.0.2.7")));
    }
}
