using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQL;
using GraphQL.Execution;
using GraphQL.SystemTextJson;

namespace Platform.ReadApi.Transports;

/// <summary>Answers as JSON in UTF-8.</summary>
public sealed class AnswerWriter(IErrorInfoProvider errors)
    : GraphQLSerializer(options => options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, errors)
{
    /// <summary>A result, or a list of errors.</summary>
    public byte[] ToBytes<T>(T answer) => JsonSerializer.SerializeToUtf8Bytes(answer, SerializerOptions);

    /// <summary>An answer that is nothing but errors.</summary>
    public byte[] Failed(params ExecutionError[] failures) => ToBytes(new ExecutionResult { Errors = [.. failures] });
}
