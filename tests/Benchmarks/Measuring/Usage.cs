using System.Globalization;

namespace Platform.Tests.Benchmarks.Measuring;

/// <summary>Processor time used so far, in seconds: the host, its PostgreSQL with every backend there was, and this load generator.</summary>
internal sealed record Usage(double Host, double Postgres, double Client)
{
    private const double TicksPerSecond = 100;

    public static Usage Of(HostProcess host) => new(
        Seconds(host.Id, children: false), PostgresSeconds(host.PostmasterId), Environment.CpuUsage.TotalTime.TotalSeconds);

    public static Usage operator -(Usage later, Usage earlier) => Subtract(later, earlier);

    public static Usage Subtract(Usage later, Usage earlier) =>
        new(later.Host - earlier.Host, later.Postgres - earlier.Postgres, later.Client - earlier.Client);

    /// <summary>The most memory that the host ever had, MB.</summary>
    public static double PeakMemoryMb(HostProcess host)
    {
        var line = File.ReadLines($"/proc/{host.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1_024;
    }

    private static double PostgresSeconds(int postmaster) =>
        Seconds(postmaster, children: true) + Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
            .Where(id => id > 0 && Stat(id) is { } stat && int.Parse(stat[1], CultureInfo.InvariantCulture) == postmaster)
            .Sum(id => Seconds(id, children: false));

    private static double Seconds(int process, bool children) =>
        Stat(process) is { } stat
            ? stat[11..(children ? 15 : 13)].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond
            : 0;

    // The fields after the program's name: its state first. Null when there is no such process any more.
    private static string[]? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
