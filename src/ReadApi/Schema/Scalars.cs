using System.Globalization;
using System.Text.Json;
using System.Xml;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Platform.ReadApi.Schema;

/// <summary>An instant in UTC.</summary>
public sealed class DateTimeScalar : ScalarGraphType
{
    /// <summary>Names it.</summary>
    public DateTimeScalar()
    {
        Name = "DateTime";
        Description = "An instant, ISO 8601 with its offset from UTC: `2026-11-24T07:30:00Z`. Answers are in UTC.";
    }

    /// <inheritdoc />
    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLNullValue => null,
        GraphQLStringValue text => ParseValue((string)text.Value),
        _ => ThrowLiteralConversionError(value),
    };

    /// <inheritdoc />
    public override object? ParseValue(object? value) => value switch
    {
        null or DateTimeOffset => value,
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time.ToUniversalTime(),
        _ => ThrowValueConversionError(value),
    };

    /// <inheritdoc />
    public override object? Serialize(object? value) => value switch
    {
        null => null,
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        _ => ThrowSerializationError(value),
    };
}

/// <summary>A calendar day.</summary>
public sealed class DateScalar : ScalarGraphType
{
    /// <summary>Names it.</summary>
    public DateScalar()
    {
        Name = "Date";
        Description = "A calendar day, ISO 8601: `2026-11-24`.";
    }

    /// <inheritdoc />
    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLNullValue => null,
        GraphQLStringValue text => ParseValue((string)text.Value),
        _ => ThrowLiteralConversionError(value),
    };

    /// <inheritdoc />
    public override object? ParseValue(object? value) => value switch
    {
        null or DateOnly => value,
        string text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        _ => ThrowValueConversionError(value),
    };

    /// <inheritdoc />
    public override object? Serialize(object? value) => value switch
    {
        null => null,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => ThrowSerializationError(value),
    };
}

/// <summary>A span of time.</summary>
public sealed class DurationScalar : ScalarGraphType
{
    /// <summary>Names it.</summary>
    public DurationScalar()
    {
        Name = "Duration";
        Description = "A span of time, ISO 8601 in days and less: `PT30M`, `P7D`.";
    }

    /// <inheritdoc />
    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLNullValue => null,
        GraphQLStringValue text => ParseValue((string)text.Value),
        _ => ThrowLiteralConversionError(value),
    };

    /// <inheritdoc />
    public override object? ParseValue(object? value)
    {
        if (value is null or TimeSpan)
            return value;
        try
        {
            // Months and years have no fixed length.
            return value is string text && !text.Split('T')[0].AsSpan().ContainsAny('M', 'Y') ? XmlConvert.ToTimeSpan(text) : ThrowValueConversionError(value);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return ThrowValueConversionError(value);
        }
    }

    /// <inheritdoc />
    public override object? Serialize(object? value) => value switch
    {
        null => null,
        TimeSpan span => XmlConvert.ToString(span),
        _ => ThrowSerializationError(value),
    };
}

/// <summary>Any JSON value.</summary>
public sealed class JsonScalar : ScalarGraphType
{
    /// <summary>Names it.</summary>
    public JsonScalar()
    {
        Name = "JSON";
        Description = "Any JSON value.";
    }

    /// <inheritdoc />
    public override object? ParseLiteral(GraphQLValue value) => value is GraphQLNullValue ? null : JsonSerializer.SerializeToElement(Plain(value));

    /// <inheritdoc />
    public override object? ParseValue(object? value) => value is null or JsonElement ? value : JsonSerializer.SerializeToElement(value);

    private object? Plain(GraphQLValue value) => value switch
    {
        GraphQLNullValue => null,
        GraphQLStringValue text => (string)text.Value,
        GraphQLBooleanValue flag => flag.BoolValue,
        GraphQLIntValue or GraphQLFloatValue => JsonElement.Parse(value is GraphQLIntValue whole ? (string)whole.Value : (string)((GraphQLFloatValue)value).Value),
        GraphQLListValue list => (list.Values ?? []).Select(Plain).ToList(),
        GraphQLObjectValue fields => (fields.Fields ?? []).DistinctBy(field => field.Name.StringValue).ToDictionary(field => field.Name.StringValue, field => Plain(field.Value)),
        _ => ThrowLiteralConversionError(value, "JSON has no such values."),
    };

    /// <inheritdoc />
    public override object? Serialize(object? value) => value is null or JsonElement ? value : ThrowSerializationError(value);
}
