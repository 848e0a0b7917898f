using System.Text.Json;

namespace Platform.Contracts.TrackingPlans;

/// <summary>
/// Whether a new version of a schema takes everything that the old one took. "Compatible" is always true; "breaking" may be
/// said of two patterns or formats that differ only as text.
/// </summary>
public static class SchemaEvolution
{
    private static readonly string[] Everything = ["string", "number", "boolean", "object", "array", "null"];
    private static readonly PropertySchema Anything = new();
    private static readonly Dictionary<string, JsonElement[]> Few = new()
    {
        ["boolean"] = [JsonElement.Parse("true"), JsonElement.Parse("false")], ["null"] = [JsonElement.Parse("null")],
    };

    /// <summary>Why not: each place where something that was as planned may no longer be; none when the new version is compatible.</summary>
    public static IReadOnlyList<string> Breaks(PropertySchema before, PropertySchema after)
    {
        var reasons = new List<string>();
        Compare(before, after, "", reasons);
        return reasons;
    }

    private static void Compare(PropertySchema before, PropertySchema after, string path, List<string> reasons)
    {
        if (Values(before) is { } values)
        {
            var lost = values.Where(value => SchemaCheck.Run(before, value).Count == 0 && SchemaCheck.Run(after, value).Count > 0).Select(value => value.ToString()).ToList();
            if (lost.Count > 0)
                reasons.Add($"{Where(path)} may not be {string.Join(" or ", lost.Take(10))} any more.");
            return;
        }
        if (after.Values is { } few)
        {
            reasons.Add($"{Where(path)} may only be {string.Join(" or ", few.Take(10).Select(value => value.ToString()))} now.");
            return;
        }
        var types = before.Types ?? Everything;
        var refused = types.Where(type => !Takes(after.Types ?? Everything, type)).ToList();
        if (refused.Count > 0)
            reasons.Add($"{Where(path)} may not be {string.Join(" or ", refused)} any more, only {string.Join(" or ", after.Types ?? [])}.");
        foreach (var type in types.Except(refused))
            CompareAs(type, before, after, path, reasons);
    }

    // The values that a schema takes, where they can be counted.
    private static List<JsonElement>? Values(PropertySchema schema) =>
        schema.Values is { } values ? [.. values]
        : schema.Types is { } types && types.All(Few.ContainsKey) ? [.. types.SelectMany(type => Few[type])]
        : null;

    // Only what a type's own rules say: those about numbers do not concern text.
    private static void CompareAs(string type, PropertySchema before, PropertySchema after, string path, List<string> reasons)
    {
        switch (type)
        {
            case "number" or "integer":
                double Whole(double bound, bool up) => type == "integer" ? up ? Math.Ceiling(bound) : Math.Floor(bound) : bound;
                Break(after.Minimum is { } least && !(before.Minimum is { } old && Whole(old, true) >= Whole(least, true)), $"must be at least {after.Minimum} now.");
                Break(after.Maximum is { } most && !(before.Maximum is { } known && Whole(known, false) <= Whole(most, false)), $"must be at most {after.Maximum} now.");
                break;
            case "string":
                Break(after.MinLength is > 0 and var shortest && !(before.MinLength >= shortest), $"must have at least {after.MinLength} characters now.");
                Break(after.MaxLength is { } longest && !(before.MaxLength <= longest), $"must have at most {after.MaxLength} characters now.");
                Break(after.Pattern is { } pattern && before.Pattern?.ToString() != pattern.ToString(), $"must match {after.Pattern} now.");
                Break(after.Format is { } format && before.Format != format, $"must have the format {after.Format} now.");
                break;
            case "array":
                if (after.Items is { } items)
                    Compare(before.Items ?? Anything, items, Join(path, "[]"), reasons);
                break;
            case "object":
                CompareMembers(before, after, path, reasons);
                break;
        }

        void Break(bool broken, FormattableString reason)
        {
            if (broken)
                reasons.Add($"{Where(path)} {FormattableString.Invariant(reason)}");
        }
    }

    private static void CompareMembers(PropertySchema before, PropertySchema after, string path, List<string> reasons)
    {
        foreach (var name in after.Required.Except(before.Required))
            reasons.Add($"{Where(Join(path, name))} is required now.");
        foreach (var (name, schema) in after.Properties)
            if (before.Properties.TryGetValue(name, out var known))
                Compare(known, schema, Join(path, name), reasons);
            else if (before.Additional) // it could be anything until now
                Compare(Anything, schema, Join(path, name), reasons);
        if (after.Additional)
            return;
        if (before.Additional)
            reasons.Add($"{Where(path)} may have no other properties than the planned ones now.");
        foreach (var name in before.Properties.Keys.Except(after.Properties.Keys))
            reasons.Add($"{Where(Join(path, name))} is not planned any more.");
    }

    private static bool Takes(IReadOnlyList<string> types, string type) => types.Contains(type) || (type == "integer" && types.Contains("number"));

    private static string Where(string path) => path.Length == 0 ? "The event" : $"'{path}'";

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
