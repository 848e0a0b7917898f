using System.Globalization;
using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks.Faults;

/// <summary>
/// The time of day of the host and its PostgreSQL jumps by hours, forward and back, while they run: libfaketime in both. The clock that
/// only measures goes on as it does when somebody sets a machine's time.
/// </summary>
internal sealed class ClockJump : Fault
{
    private const int MostHours = 6;
    private readonly string _folder = Directory.CreateTempSubdirectory("platform-clock-").FullName;

    public override string Name => "clock-jump";

    public override Dictionary<string, string> Settings => new()
    {
        ["LD_PRELOAD"] = Library!, ["FAKETIME_TIMESTAMP_FILE"] = Clock, ["FAKETIME_CACHE_DURATION"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1", ["DONT_FAKE_MONOTONIC"] = "1",
    };

    private static string? Library => Directory.Exists("/usr/lib") ? Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists) : null;

    private string Clock => Path.Combine(_folder, "clock");

    public override Task<string?> PrepareAsync()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        Set(0);
        return Task.FromResult(Library is null ? "libfaketime is missing (Debian: apt-get install faketime)" : null);
    }

    public override async Task<double> StrikeAsync(Site site, Random random)
    {
        var seconds = random.Next(-MostHours * 3_600, MostHours * 3_600);
        Set(seconds);
        await HostProcess.UntilAsync(async () => Math.Abs((await HostTimeAsync(site.First) - Real).TotalSeconds - seconds) < 30
            && Math.Abs((await site.First.ScalarAsync<DateTime>("select clock_timestamp()") - Real.UtcDateTime).TotalSeconds - seconds) < 30);
        return LoadGenerator.Now;
    }

    public override Task ClearAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private static DateTimeOffset Real => DateTimeOffset.FromUnixTimeMilliseconds((long)LoadGenerator.TimeOfDay(LoadGenerator.Now));

    private static async Task<DateTimeOffset> HostTimeAsync(HostProcess host) => (await host.Http.GetAsync("/health/live")).Headers.Date!.Value;

    private void Set(int seconds) => File.WriteAllText(Clock, seconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture) + "\n");
}
