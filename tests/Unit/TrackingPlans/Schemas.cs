using System.Text.Json;
using CsCheck;
using Platform.Contracts.TrackingPlans;

namespace Platform.Tests.Unit.TrackingPlans;

/// <summary>
/// Schemas of two properties, and every event that can tell two of them apart: each bound of a schema has a value on both of its
/// sides among the values.
/// </summary>
internal static class Schemas
{
    private static readonly string[] Leaves =
    [
        "{}", """{"type":"string"}""", """{"type":"integer"}""", """{"type":"number"}""", """{"type":["number","null"]}""", """{"type":["string","boolean"]}""", """{"type":"boolean"}""",
        """{"type":["boolean","null"]}""", """{"enum":["a","b",1]}""", """{"enum":["a",1]}""", """{"const":"a"}""", """{"enum":[true,false]}""", """{"type":"string","enum":["a","b",1]}""",
        """{"type":"number","minimum":1}""", """{"type":"integer","minimum":0.5}""", """{"type":"integer","minimum":1}""", """{"minimum":2,"maximum":5}""", """{"type":"string","minimum":2}""",
        """{"minLength":1}""", """{"type":"string","maxLength":1}""", """{"maxLength":1}""", """{"type":"array"}""", """{"type":"array","items":{"type":"integer"}}""", """{"items":{"type":"number"}}""",
        """{"type":"object"}""", """{"type":"object","properties":{"x":{"type":"string"}},"required":["x"]}""", """{"properties":{"x":{"type":["string","number"]}}}""",
        """{"type":"object","properties":{"x":{}},"additionalProperties":false}""", """{"type":"array","items":{"type":"object","required":["x"]}}""",
    ];

    private static readonly string[] Values =
    [
        "0", "0.5", "1", "1.5", "2", "3", "7", "\"\"", "\"a\"", "\"b\"", "\"ab\"", "null", "true", "false", "[]", "[1]", "[1,1.5]", "[\"a\"]", "[{}]", "[{\"x\":1}]",
        "{}", "{\"x\":\"s\"}", "{\"x\":1}", "{\"x\":null}", "{\"x\":\"s\",\"y\":1}",
    ];

    /// <summary>Schemas of an event's properties.</summary>
    public static readonly Gen<string> All = Gen.Select(Of(Leaves), Of(Leaves), Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool).Select((a, b, withB, requireA, requireB, open) =>
        $$"""{"type":"object","properties":{"a":{{a}}{{(withB ? $",\"b\":{b}" : "")}}},"required":[{{string.Join(",", new[] { requireA ? "\"a\"" : null, requireB && withB ? "\"b\"" : null }.OfType<string>())}}],"additionalProperties":{{(open ? "true" : "false")}}}""");

    /// <summary>Every event of the properties a, b and c.</summary>
    public static readonly JsonElement[] Events =
    [
        .. from a in Values.Select(value => $"\"a\":{value}").Append("")
           from b in Values.Select(value => $"\"b\":{value}").Append("")
           from c in new[] { "\"c\":1", "" }
           select JsonElement.Parse("{" + string.Join(",", new[] { a, b, c }.Where(member => member.Length > 0)) + "}"),
    ];

    /// <summary>Any of them.</summary>
    public static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(n => values[n]);

    public static PropertySchema Read(string schema) => PropertySchema.Read(JsonElement.Parse(schema));

    public static bool Takes(this PropertySchema schema, JsonElement properties) => SchemaCheck.Run(schema, properties).Count == 0;
}
