using System.Globalization;
using Npgsql;
using Platform.Host.Modules;
using Platform.Ingest.Kafka;
using Platform.Projections.Metrics.Influx;

namespace Platform.Host;

/// <summary>The settings that decide how the host starts, checked together before anything else happens.</summary>
/// <param name="Data">Absolute data directory.</param>
/// <param name="Modules">What runs here.</param>
/// <param name="Postgres">The connection string; null for the server that the host brings along.</param>
/// <param name="PostgresBinaries">Where to look first for a server's programs.</param>
/// <param name="Kafka">The brokers between collectors and store; null for none.</param>
public sealed record PlatformSettings(string Data, ModuleSwitches Modules, string? Postgres, string? PostgresBinaries, KafkaOptions? Kafka)
{
    /// <summary>How late a projection may be before the node says that it is not ready, unless <c>Health:LongestLag</c> says otherwise.</summary>
    public static readonly TimeSpan DefaultLongestLag = TimeSpan.FromSeconds(30);

    private const int ShortestAdminKey = 16;

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="StartupProblemException">One or more are wrong; the message lists every one: which, what it is, what is allowed.</exception>
    public static PlatformSettings Read(IConfiguration configuration)
    {
        var problems = new List<string>();
        var data = Path.GetFullPath(configuration["Data"] ?? "data");
        if (File.Exists(data))
            problems.Add($"Data is '{data}', which is a file; it must be a directory.");
        var modules = ReadModules(configuration["Modules"], problems);
        var postgres = configuration.GetConnectionString("Postgres") is { Length: > 0 } given ? given : null;
        if (postgres is not null && !IsConnectionString(postgres))
            problems.Add("ConnectionStrings:Postgres is not a connection string; it must read like Host=db;Username=platform;Password=…;Database=platform.");
        if (configuration["Auth:AdminKey"] is { Length: > 0 and < ShortestAdminKey } key)
            problems.Add($"Auth:AdminKey has {key.Length} characters; it must have at least {ShortestAdminKey}.");
        if (configuration["Port"] is { } port && !(ushort.TryParse(port, out var number) && number > 0))
            problems.Add($"Port is '{port}'; it must be a number from 1 to 65535.");
        if (configuration["GeoDatabase"] is { Length: > 0 } geo && !File.Exists(geo))
            problems.Add($"GeoDatabase is '{geo}', and there is no such file; it must be a MaxMind database (.mmdb).");
        if (configuration["Logging:Format"] is { } format and not ("json" or "text"))
            problems.Add($"Logging:Format is '{format}'; it must be text or json.");
        if (configuration["Health:LongestLag"] is { } lag && !(TimeSpan.TryParse(lag, CultureInfo.InvariantCulture, out var longest) && longest > TimeSpan.Zero))
            problems.Add($"Health:LongestLag is '{lag}'; it must be a time span such as 00:00:30.");
        CheckInflux(configuration, problems);
        var kafka = KafkaSettings.Read(configuration, problems);
        CheckNumbers(configuration, problems);
        return problems.Count == 0
            ? new PlatformSettings(data, modules, postgres, configuration["Postgres:Binaries"], kafka)
            : throw new StartupProblemException("The configuration cannot be used:" + string.Concat(problems.Select(problem => $"{Environment.NewLine}  {problem}")));
    }

    private static ModuleSwitches ReadModules(string? text, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
            return ModuleSwitches.All;
        if (Enum.TryParse<ModuleSwitches>(text, ignoreCase: true, out var modules) && modules != ModuleSwitches.None && (modules & ~ModuleSwitches.All) == 0
            && !text.Any(char.IsAsciiDigit))
            return modules;
        problems.Add($"Modules is '{text}'; it must be a comma-separated list of ingest, projections, readapi, ml.");
        return ModuleSwitches.None;
    }

    private static void CheckInflux(IConfiguration configuration, List<string> problems)
    {
        try
        {
            if (configuration.GetConnectionString("InfluxDb") is { Length: > 0 } influx)
                InfluxSettings.Parse(influx);
        }
        catch (FormatException problem)
        {
            problems.Add(problem.Message);
        }
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void CheckNumbers(IConfiguration configuration, List<string> problems)
    {
        foreach (var (name, least, most) in new[]
        {
            ("Ingest:MaxEventBytes", 1_024, 1_048_576), ("Ingest:MaxBatchBytes", 1_024, 104_857_600), ("Ingest:MaxBatchEvents", 1, 100_000),
            ("Ingest:MaxQueuedEvents", 1_000, 10_000_000), ("Ingest:Writers", 1, 64), ("Ingest:StoreBatch", 1, 5_000), ("Ingest:MaxUploadMb", 1, 1_048_576),
            ("Exploration:MemoryLimitMb", 64, 1_048_576), ("Exploration:Threads", 1, 256), ("Exploration:PageSize", 1, 100_000),
        })
            if (configuration[name] is { } text && !(int.TryParse(text, out var value) && value >= least && value <= most))
                problems.Add($"{name} is '{text}'; it must be a whole number from {least} to {most}.");
    }
}
