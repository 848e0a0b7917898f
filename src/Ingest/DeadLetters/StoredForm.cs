using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Contracts.Events;

namespace Platform.Ingest.DeadLetters;

/// <summary>An accepted event as JSON, in the form that the store has it.</summary>
internal static class StoredForm
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static JsonElement Write(IVisitorEvent happened) => JsonSerializer.SerializeToElement(happened, happened.GetType(), Options);

    public static string Name(IVisitorEvent happened) => StoredNames.Visitor.First(entry => entry.Value == happened.GetType()).Key;

    public static IVisitorEvent Read(string name, JsonElement stored) => (IVisitorEvent)stored.Deserialize(StoredNames.Visitor[name], Options)!;
}
