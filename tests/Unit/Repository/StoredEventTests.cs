using System.Text.Json;
using System.Text.Json.Serialization;
using Marten;
using Platform.Host.EventStore;

namespace Platform.Tests.Unit.Repository;

/// <summary>What is stored is for ever: each event has a sample of its stored form, approved once and read by every later version.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public class StoredEventTests
{
    private static readonly JsonSerializerOptions Stored = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly Dictionary<string, Type> Mapped = Map();

    [Fact]
    public void Every_stored_event_has_an_approved_sample_and_no_sample_is_of_none()
    {
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            foreach (var (name, type) in Mapped.Where(mapped => !File.Exists(SampleOf(mapped.Key))))
                File.WriteAllText(SampleOf(name), JsonSerializer.Serialize(StoredSamples.Of(type), type, Stored) + "\n");

        var samples = Directory.GetFiles(RepositoryFiles.PathOf("tests", "Unit", "approved"), "*.json").Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(Mapped.Keys.Order(StringComparer.Ordinal), samples.Order(StringComparer.Ordinal)!);
    }

    [Fact]
    public void Every_stored_event_still_reads_its_approved_sample_whole()
    {
        foreach (var (name, type) in Mapped)
        {
            var approved = File.ReadAllText(SampleOf(name)).Trim();
            Assert.Equal(approved, JsonSerializer.Serialize(JsonSerializer.Deserialize(approved, type, Stored), type, Stored));
        }
    }

    private static Dictionary<string, Type> Map()
    {
        var options = new StoreOptions();
        EventStoreSetup.MapEvents(options.Events);
        return ((IReadOnlyStoreOptions)options).Events.AllKnownEventTypes().Where(known => known.EventType.Namespace!.StartsWith("Platform.", StringComparison.Ordinal))
            .ToDictionary(known => known.EventTypeName, known => known.EventType);
    }

    private static string SampleOf(string name) => RepositoryFiles.PathOf("tests", "Unit", "approved", name + ".json");
}
