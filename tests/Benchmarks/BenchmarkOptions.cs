using System.Globalization;

namespace Platform.Tests.Benchmarks;

/// <summary>What the command line asks for; what it leaves out is the benchmark's own choice.</summary>
internal sealed record BenchmarkOptions(string Name)
{
    public const string Usage = "Usage: ops/bench NAME [--duration SECONDS] [--rate N|max] [--batch N] [--events N] [--times N] [--seed N] [--kafka] [--faults A,B] [--connections N] [--data DIR]";

    /// <summary>How long to measure.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Events a second; infinite for as many as are taken.</summary>
    public double? Rate { get; init; }

    /// <summary>Events a request.</summary>
    public int? Batch { get; init; }

    /// <summary>Events to store before measuring.</summary>
    public long? Events { get; init; }

    /// <summary>How often to repeat what the benchmark repeats.</summary>
    public int? Times { get; init; }

    /// <summary>Whether events travel through brokers.</summary>
    public bool Kafka { get; init; }

    /// <summary>How many connections to keep open.</summary>
    public int? Connections { get; init; }

    /// <summary>Which faults to cause; null for all that can be.</summary>
    public IReadOnlyList<string>? Faults { get; init; }

    /// <summary>A directory for the data that is kept, and measured again by the next run with the same events; null for a temporary one.</summary>
    public string? Data { get; init; }

    /// <summary>What everything random follows from.</summary>
    public int Seed { get; init; } = 1;

    /// <exception cref="FormatException">The arguments make no sense; the message says what to change.</exception>
    public static BenchmarkOptions Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
            throw new FormatException(Usage);
        var options = new BenchmarkOptions(arguments[0]);
        for (var i = 1; i < arguments.Count; i += 2)
        {
            if (arguments[i] == "--kafka")
            {
                options = options with { Kafka = true };
                i--;
                continue;
            }
            var (name, value) = (arguments[i], i + 1 < arguments.Count ? arguments[i + 1] : throw new FormatException($"{arguments[i]} needs a value. {Usage}"));
            options = name switch
            {
                "--duration" => options with { Duration = TimeSpan.FromSeconds(Number(name, value)) },
                "--rate" => options with { Rate = value == "max" ? double.PositiveInfinity : Number(name, value) },
                "--batch" => options with { Batch = (int)Number(name, value) },
                "--events" => options with { Events = (long)Number(name, value) },
                "--times" => options with { Times = (int)Number(name, value) },
                "--seed" => options with { Seed = (int)Number(name, value) },
                "--connections" => options with { Connections = (int)Number(name, value) },
                "--faults" => options with { Faults = value.Split(',') },
                "--data" => options with { Data = Path.GetFullPath(value) },
                _ => throw new FormatException($"There is no option '{name}'. {Usage}"),
            };
        }
        return options;
    }

    private static double Number(string name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? number
            : throw new FormatException($"{name} is '{value}'; it must be a number of 1 or more.");
}
