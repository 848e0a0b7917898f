using System.Globalization;
using System.Text.Json;
using System.Xml;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Platform.ReadApi.Schema;

/// <summary>An instant in UTC, ISO 8601.</summary>
public sealed class InstantType : ScalarGraphType
{
    /// <summary>Names the scalar.</summary>
    public InstantType() => (Name, Description) = ("DateTime", "An instant in UTC, ISO 8601: `2026-11-24T07:30:00Z`.");

    /// <inheritdoc />
    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        DateTimeOffset at => at,
        DateTime at => new DateTimeOffset(at.ToUniversalTime(), TimeSpan.Zero),
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => at.ToUniversalTime(),
        _ => ThrowValueConversionError(value),
    };

    /// <inheritdoc />
    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => ParseValue((string)text.Value),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    /// <inheritdoc />
    public override object? Serialize(object? value) => value switch
    {
        null => null,
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        _ => ThrowSerializationError(value),
    };
}

/// <summary>A span of time, ISO 8601.</summary>
public sealed class DurationType : ScalarGraphType
{
    /// <summary>Names the scalar.</summary>
    public DurationType() => (Name, Description) = ("Duration", "A span of time, ISO 8601: `PT30M`, `P7D`.");

    /// <inheritdoc />
    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        TimeSpan span => span,
        string text => Parse(text),
        _ => ThrowValueConversionError(value),
    };

    /// <inheritdoc />
    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => Parse((string)text.Value),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    /// <inheritdoc />
    public override object? Serialize(object? value) => value switch
    {
        null => null,
        TimeSpan span => XmlConvert.ToString(span),
        _ => ThrowSerializationError(value),
    };

    private object? Parse(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (FormatException)
        {
            return ThrowValueConversionError(text);
        }
    }
}

/// <summary>Any JSON value.</summary>
public sealed class JsonType : ScalarGraphType
{
    /// <summary>Names the scalar.</summary>
    public JsonType() => (Name, Description) = ("JSON", "Any JSON value.");

    /// <inheritdoc />
    public override object? ParseValue(object? value) => value is null ? null : JsonSerializer.SerializeToElement(value);

    /// <inheritdoc />
    public override object? Serialize(object? value) => value;
}
