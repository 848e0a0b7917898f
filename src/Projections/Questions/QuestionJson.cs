using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace Platform.Projections.Questions;

/// <summary>Questions as JSON in the form of GraphQL's input types: what is stored can be handed to a query as it is.</summary>
public static class QuestionJson
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper), new IsoDuration() },
    };

    /// <summary>Writes a question.</summary>
    public static JsonElement Write<T>(T question) => JsonSerializer.SerializeToElement(question, Form);

    /// <summary>Reads a question.</summary>
    /// <exception cref="InvalidQuestionException">It is not one of this kind.</exception>
    public static T Read<T>(JsonElement question)
    {
        try
        {
            return question.Deserialize<T>(Form) ?? throw new InvalidQuestionException("The question is empty.");
        }
        catch (JsonException unreadable)
        {
            throw new InvalidQuestionException($"The question cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private sealed class IsoDuration : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return XmlConvert.ToTimeSpan(reader.GetString()!);
            }
            catch (Exception unreadable) when (unreadable is FormatException or OverflowException)
            {
                throw new JsonException("A span of time is written as PT30M or P7D.", unreadable);
            }
        }

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(XmlConvert.ToString(value));
    }
}
