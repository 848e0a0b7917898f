using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Projections.Catalog;
using Platform.Projections.DataQuality;

namespace Platform.Projections.TrackingPlans;

/// <summary>Makes a schema of what was seen.</summary>
public sealed class SchemaLearner(CompletenessQuery seen)
{
    private static readonly (PropertyKinds Kind, string Type)[] Types =
    [
        (PropertyKinds.String, "string"), (PropertyKinds.Datetime, "string"), (PropertyKinds.Number, "number"),
        (PropertyKinds.Boolean, "boolean"), (PropertyKinds.Array, "array"), (PropertyKinds.Object, "object"),
    ];

    /// <summary>A schema that every event of the name satisfies that the catalog has; null when it has none.</summary>
    public async Task<JsonElement?> LearnAsync(string tenant, string name, CancellationToken cancellation)
    {
        var properties = await seen.SeenAsync(tenant, name, cancellation);
        return properties is [] ? null : Learn(properties);
    }

    /// <summary>The types that were seen, and required what all events had. A property that was only ever null may be anything.</summary>
    public static JsonElement Learn(IReadOnlyList<SeenProperty> seen)
    {
        var properties = new JsonObject();
        foreach (var property in seen.Where(property => property.Name is not null).OrderBy(property => property.Name, StringComparer.Ordinal))
            properties[property.Name!] = Describe(property.Kinds);
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        var always = seen.Where(property => property.Name is not null && property.Count == property.Events).Select(property => property.Name!).Order(StringComparer.Ordinal).ToList();
        if (always.Count > 0)
            schema["required"] = new JsonArray([.. always.Select(name => (JsonNode)name)]);
        return JsonSerializer.SerializeToElement(schema);
    }

    // The catalog keeps no nulls apart, so null stays allowed.
    private static JsonObject Describe(PropertyKinds kinds) => kinds == PropertyKinds.None
        ? []
        : new JsonObject
        {
            ["type"] = new JsonArray([.. Types.Where(type => kinds.HasFlag(type.Kind)).Select(type => type.Type).Distinct().Append("null").Select(type => (JsonNode)type)]),
        };
}
