using System.Text.Json;

namespace Platform.Projections.Catalog;

/// <summary>Kinds of values that a property was seen with.</summary>
[Flags]
public enum PropertyKinds
{
    /// <summary>Only null so far.</summary>
    None = 0,

    /// <summary>Text.</summary>
    String = 1,

    /// <summary>A number.</summary>
    Number = 2,

    /// <summary>True or false.</summary>
    Boolean = 4,

    /// <summary>Text that is an ISO 8601 time.</summary>
    Datetime = 8,

    /// <summary>A list.</summary>
    Array = 16,

    /// <summary>An object.</summary>
    Object = 32,
}

internal static class PropertyKind
{
    public static PropertyKinds Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.TryGetDateTimeOffset(out _) ? PropertyKinds.Datetime : PropertyKinds.String,
        JsonValueKind.Number => PropertyKinds.Number,
        JsonValueKind.True or JsonValueKind.False => PropertyKinds.Boolean,
        JsonValueKind.Array => PropertyKinds.Array,
        JsonValueKind.Object => PropertyKinds.Object,
        _ => PropertyKinds.None,
    };

    /// <summary>The one kind, or "mixed".</summary>
    public static string Name(PropertyKinds kinds) => kinds switch
    {
        PropertyKinds.None => "null",
        PropertyKinds.String or PropertyKinds.Number or PropertyKinds.Boolean or PropertyKinds.Datetime
            or PropertyKinds.Array or PropertyKinds.Object => kinds.ToString().ToLowerInvariant(),
        PropertyKinds.String | PropertyKinds.Datetime => "string",
        _ => "mixed",
    };
}
