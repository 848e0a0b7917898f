using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Platform.Ingest.Protocols;

/// <summary>Puts an event's properties together: the client's own without those that are told elsewhere, and those named anew.</summary>
internal sealed class PropertyBag
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 1_024 };
    private static readonly JsonElement Null = JsonElement.Parse("null");
    private readonly Dictionary<string, JsonElement> _properties = [];

    /// <summary>An object's members; those in <paramref name="except"/> have their place elsewhere.</summary>
    public static PropertyBag Of(JsonElement source, IReadOnlySet<string>? except = null) => new PropertyBag().Add(source, except);

    /// <summary>Adds an object's members; what is no object adds nothing.</summary>
    public PropertyBag Add(JsonElement source, IReadOnlySet<string>? except = null)
    {
        if (source.ValueKind == JsonValueKind.Object)
            foreach (var member in source.EnumerateObject())
                if (except is null || !except.Contains(member.Name))
                    _properties[member.Name] = member.Value;
        return this;
    }

    /// <summary>Sets a property, unless there is nothing to set it to.</summary>
    public PropertyBag Set(string name, JsonElement value)
    {
        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            _properties[name] = value;
        return this;
    }

    /// <summary>Sets a property to a field of an object under another name.</summary>
    public PropertyBag Take(string name, JsonElement source, string field) =>
        source.ValueKind == JsonValueKind.Object && source.TryGetProperty(field, out var value) ? Set(name, value) : this;

    /// <summary>Sets a property to text, unless there is none.</summary>
    public PropertyBag Set(string name, string? text) => text is null ? this : Set(name, JsonSerializer.SerializeToElement(text));

    /// <summary>Sets a property to the number that text stands for, or to the text where it stands for none.</summary>
    public PropertyBag Number(string name, string? text) =>
        double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? Set(name, JsonSerializer.SerializeToElement(number))
            : Set(name, text);

    /// <summary>Takes out what holds.</summary>
    public PropertyBag Without(Func<KeyValuePair<string, JsonElement>, bool> holds)
    {
        foreach (var member in _properties.Where(holds).ToList())
            _properties.Remove(member.Key);
        return this;
    }

    /// <summary>Sets a property to null, which takes a trait away.</summary>
    public PropertyBag Clear(string name)
    {
        _properties[name] = Null;
        return this;
    }

    /// <summary>The properties as a JSON object.</summary>
    public JsonElement Build()
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in _properties)
            {
                writer.WritePropertyName(name);
                // As it came: half a surrogate pair cannot be written anew, and whether it can be stored is for the check of the whole message to say.
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
            }
            writer.WriteEndObject();
        }
        return JsonElement.Parse(json.WrittenSpan, Reading);
    }
}
