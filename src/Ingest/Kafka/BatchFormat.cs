using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Kafka;

/// <summary>
/// A batch as a message: <c>{"events":[{"tenant":…,"type":…,"event":{…}},…],"refused":[{"tenant":…,"letter":{…}},…]}</c>, an event by its
/// stored name and in its stored form. Parts are written apart and joined, so that each is serialised once, by whoever hands it in.
/// </summary>
internal static class BatchFormat
{
    private static readonly Dictionary<Type, string> Names = StoredNames.Visitor.ToDictionary(known => known.Value, known => known.Key);

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // read by programs, never by a browser
        Converters = { new JsonStringEnumConverter(), new EventConverter() },
        MaxDepth = 512,
    };

    public static byte[] Write(AcceptedEvent accepted) => JsonSerializer.SerializeToUtf8Bytes(accepted, Options);

    public static byte[] Write(RefusedEvent refused) => JsonSerializer.SerializeToUtf8Bytes(refused, Options);

    /// <summary>Bytes around the parts of a message.</summary>
    public const int Overhead = 32;

    /// <summary>Joins parts that were written apart.</summary>
    public static byte[] Join(IReadOnlyCollection<byte[]> events, IReadOnlyCollection<byte[]> refused)
    {
        var message = new ArrayBufferWriter<byte>(Overhead + events.Sum(part => part.Length + 1) + refused.Sum(part => part.Length + 1));
        message.Write("{\"events\":["u8);
        Put(message, events);
        message.Write("],\"refused\":["u8);
        Put(message, refused);
        message.Write("]}"u8);
        return message.WrittenSpan.ToArray();
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="JsonException">It is none of ours; the message says why.</exception>
    public static EventBatch Read(ReadOnlySpan<byte> message)
    {
        var batch = JsonSerializer.Deserialize<EventBatch>(message, Options);
        if (batch is not { Events: not null, Refused: not null })
            throw new JsonException("It has no 'events' or no 'refused'.");
        return batch.Events.All(accepted => accepted is not null) && batch.Refused.All(refused => refused is { Tenant: not null, Letter: not null })
            ? batch
            : throw new JsonException("An event or a refused one is null.");
    }

    private static void Put(ArrayBufferWriter<byte> message, IReadOnlyCollection<byte[]> parts)
    {
        var first = true;
        foreach (var part in parts)
        {
            if (!first)
                message.Write(","u8);
            message.Write(part);
            first = false;
        }
    }

    private sealed class EventConverter : JsonConverter<AcceptedEvent>
    {
        public override void Write(Utf8JsonWriter writer, AcceptedEvent value, JsonSerializerOptions options)
        {
            var type = value.Event.GetType();
            writer.WriteStartObject();
            writer.WriteString("tenant", value.Tenant);
            writer.WriteString("type", Names[type]);
            writer.WritePropertyName("event");
            JsonSerializer.Serialize(writer, value.Event, type, options);
            if (value.Violations.Count > 0)
            {
                writer.WritePropertyName("violations");
                JsonSerializer.Serialize(writer, value.Violations, options);
            }
            writer.WriteEndObject();
        }

        // The type stands before the event, as it is written above.
        public override AcceptedEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            string? tenant = null;
            Type? type = null;
            IVisitorEvent? happened = null;
            IReadOnlyList<PlanViolation>? violations = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isTenant, isType, isEvent) = (reader.ValueTextEquals("tenant"u8), reader.ValueTextEquals("type"u8), reader.ValueTextEquals("event"u8));
                var isViolations = reader.ValueTextEquals("violations"u8);
                reader.Read();
                if (isTenant)
                    tenant = reader.GetString();
                else if (isType)
                    type = StoredNames.Visitor.GetValueOrDefault(reader.GetString() ?? "");
                else if (isEvent && type is not null)
                    happened = (IVisitorEvent?)JsonSerializer.Deserialize(ref reader, type, options);
                else if (isViolations)
                    violations = JsonSerializer.Deserialize<IReadOnlyList<PlanViolation>>(ref reader, options);
                else
                    reader.Skip();
            }
            return tenant is not null && happened is { Origin: not null, Context: not null }
                ? new AcceptedEvent(tenant, happened) { Violations = violations ?? [] }
                : throw new JsonException("An event has no tenant, no type that is known here, or no content.");
        }
    }
}
