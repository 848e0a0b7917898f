using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQL.Execution;
using GraphQL.SystemTextJson;

namespace Platform.ReadApi.Transport;

/// <summary>GraphQL.NET's serializer, with its options within reach, so that payloads become bytes in one step.</summary>
public sealed class PayloadSerializer(IErrorInfoProvider errors)
    : GraphQLSerializer(options => options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, errors)
{
    /// <summary>The value as JSON in UTF-8.</summary>
    public byte[] ToBytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, SerializerOptions);
}
