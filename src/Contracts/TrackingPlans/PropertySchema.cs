using System.Text.Json;
using System.Text.RegularExpressions;

namespace Platform.Contracts.TrackingPlans;

/// <summary>
/// The part of JSON Schema that a tracking plan needs: type, enum, const, pattern, format, minimum, maximum, minLength, maxLength,
/// properties, required, additionalProperties (true or false) and items. Keywords that only describe are ignored; others are
/// refused, so that no rule is silently not applied.
/// </summary>
public sealed record PropertySchema
{
    private static readonly string[] KnownTypes = ["string", "number", "integer", "boolean", "object", "array", "null"];
    private static readonly string[] Describing = ["$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated"];

    /// <summary>Types that are allowed; null for every type.</summary>
    public IReadOnlyList<string>? Types { get; private init; }

    /// <summary>Values that are allowed; null for every value.</summary>
    public IReadOnlyList<JsonElement>? Values { get; private init; }

    /// <summary>A regular expression that text must match somewhere; it runs in time linear in the text, so it looks neither ahead nor back.</summary>
    public Regex? Pattern { get; private init; }

    /// <summary>date-time, date, email, uri or uuid.</summary>
    public string? Format { get; private init; }

    /// <summary>The least number.</summary>
    public double? Minimum { get; private init; }

    /// <summary>The greatest number.</summary>
    public double? Maximum { get; private init; }

    /// <summary>Fewest characters of text.</summary>
    public int? MinLength { get; private init; }

    /// <summary>Most characters of text.</summary>
    public int? MaxLength { get; private init; }

    /// <summary>Members of an object by name.</summary>
    public IReadOnlyDictionary<string, PropertySchema> Properties { get; private init; } = new Dictionary<string, PropertySchema>();

    /// <summary>Members that must be there.</summary>
    public IReadOnlyList<string> Required { get; private init; } = [];

    /// <summary>Whether an object may have members that are not named.</summary>
    public bool Additional { get; private init; } = true;

    /// <summary>What every element of a list must be.</summary>
    public PropertySchema? Items { get; private init; }

    /// <summary>Reads a schema.</summary>
    /// <exception cref="FormatException">It is none that a tracking plan understands; the message says where and what to change.</exception>
    public static PropertySchema Read(JsonElement schema, string at = "the schema")
    {
        if (schema.ValueKind != JsonValueKind.Object)
            throw new FormatException($"{at} must be a JSON object.");
        var read = new PropertySchema();
        foreach (var keyword in schema.EnumerateObject())
            read = Take(read, keyword, at);
        return read;
    }

    private static PropertySchema Take(PropertySchema read, JsonProperty keyword, string at)
    {
        var (name, value) = (keyword.Name, keyword.Value);
        return name switch
        {
            "type" => read with { Types = [.. (value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(one => Text(one, name, at)) : [Text(value, name, at)]).Select(type => OneOf(type, KnownTypes, name, at))] },
            "enum" => read with { Values = Among(read, [.. Expect(value, JsonValueKind.Array, name, at).EnumerateArray().Select(one => one.Clone())]) },
            "const" => read with { Values = Among(read, [value.Clone()]) },
            "pattern" => read with { Pattern = Expression(Text(value, name, at), at) },
            "format" => read with { Format = OneOf(Text(value, name, at), TextFormat.Known, name, at) },
            "minimum" => read with { Minimum = Expect(value, JsonValueKind.Number, name, at).GetDouble() },
            "maximum" => read with { Maximum = Expect(value, JsonValueKind.Number, name, at).GetDouble() },
            "minLength" => read with { MinLength = Length(value, name, at) },
            "maxLength" => read with { MaxLength = Length(value, name, at) },
            "properties" => read with { Properties = Members(Expect(value, JsonValueKind.Object, name, at), at) },
            "required" => read with { Required = [.. Expect(value, JsonValueKind.Array, name, at).EnumerateArray().Select(one => Text(one, name, at)).Distinct()] },
            "additionalProperties" => read with { Additional = value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw new FormatException($"'additionalProperties' of {at} must be true or false.") },
            "items" => read with { Items = Read(value, $"the items of {at}") },
            _ when Describing.Contains(name) => read,
            _ => throw new FormatException($"The keyword '{name}' of {at} is not understood; use type, enum, const, pattern, format, minimum, maximum, minLength, maxLength, properties, required, additionalProperties and items."),
        };
    }

    // Of two members of one name the last holds, as everywhere in JSON.
    private static Dictionary<string, PropertySchema> Members(JsonElement members, string at)
    {
        var read = new Dictionary<string, PropertySchema>(StringComparer.Ordinal);
        foreach (var member in members.EnumerateObject())
            read[member.Name] = Read(member.Value, $"'{member.Name}' in {at}");
        return read;
    }

    // A schema may have both: then a value must be among both.
    private static JsonElement[] Among(PropertySchema read, JsonElement[] values) =>
        read.Values is { } others ? [.. values.Where(one => others.Any(other => JsonElement.DeepEquals(one, other)))] : values;

    private static JsonElement Expect(JsonElement value, JsonValueKind kind, string name, string at) =>
        value.ValueKind == kind ? value : throw new FormatException($"'{name}' of {at} must be {(kind == JsonValueKind.Number ? "a number" : kind == JsonValueKind.Array ? "a list" : "an object")}.");

    private static string Text(JsonElement value, string name, string at) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new FormatException($"'{name}' of {at} must be text.");

    private static string OneOf(string value, string[] known, string name, string at) =>
        known.Contains(value) ? value : throw new FormatException($"'{name}' of {at} is '{value}', which is not understood; it must be one of {string.Join(", ", known)}.");

    private static int Length(JsonElement value, string name, string at) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var length) && length >= 0 ? length : throw new FormatException($"'{name}' of {at} must be a whole number, 0 or more.");

    private static Regex Expression(string pattern, string at)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"'pattern' of {at} is no regular expression that can be used: {wrong.Message}", wrong);
        }
    }
}
