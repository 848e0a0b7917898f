using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Platform.Tests.Benchmarks.Measuring;

/// <summary>What the figures depend on besides the code.</summary>
internal static class Machine
{
    public static JsonObject Conditions() => new()
    {
        ["cores"] = Environment.ProcessorCount,
        ["memoryMb"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_048_576,
        ["processor"] = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim(),
        ["system"] = RuntimeInformation.OSDescription,
        ["dotnet"] = Environment.Version.ToString(),
        ["loadBefore"] = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture),
    };
}
