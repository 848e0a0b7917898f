using System.Text.Json;
using GraphQL;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Settings;

namespace Platform.ReadApi.Transports;

/// <summary>Reads requests; every fault is a <see cref="Refusal"/> that says what to change.</summary>
public sealed class RequestParser(AnswerWriter json, IOptions<GraphQLSettings> settings)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    /// <summary>Reads the JSON body of a POST.</summary>
    public GraphQLRequest Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = ParseJson(utf8, "The request body");
        return Parse(document.RootElement);
    }

    /// <summary>Reads the JSON object of a POST, or the payload of a WebSocket's subscribe message.</summary>
    public GraphQLRequest Parse(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
            throw new Refusal(RefusalCode.BatchingNotSupported, "Batching is not supported: send one operation a request.");
        if (root.ValueKind != JsonValueKind.Object)
            throw Bad("The request must be a JSON object with a \"query\".");
        var query = Text(root, "query");
        var documentId = Text(root, "documentId");
        if (query is null && documentId is null)
            throw Bad("The parameter \"query\" (or \"documentId\") is missing.");
        Map(root, "extensions");
        var variables = Map(root, "variables");
        return new(query, documentId, Text(root, "operationName"), Inputs(variables), variables?.GetRawText() ?? "");
    }

    /// <summary>Reads the query string of a GET.</summary>
    public GraphQLRequest Parse(IQueryCollection query)
    {
        var document = One(query, "query");
        var documentId = One(query, "documentId");
        if (document is null && documentId is null)
            throw Bad("The parameter \"query\" (or \"documentId\") is missing.");
        using var extensions = Map(query, "extensions");
        using var variables = Map(query, "variables");
        return new(document, documentId, One(query, "operationName"), Inputs(variables?.RootElement), One(query, "variables") ?? "")
        {
            QueriesOnly = true,
        };
    }

    private static JsonDocument? Map(IQueryCollection query, string name)
    {
        if (One(query, name) is not { } text || text == "null")
            return null;
        var document = ParseJson(System.Text.Encoding.UTF8.GetBytes(text), $"The parameter \"{name}\"");
        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        document.Dispose();
        throw Bad($"The parameter \"{name}\" must be a JSON object.");
    }

    private static string? One(IQueryCollection query, string name) => query[name] switch
    {
        { Count: 0 } => null,
        { Count: 1 } values => string.IsNullOrEmpty(values[0]) ? null : values[0],
        _ => throw Bad($"The parameter \"{name}\" was given more than once."),
    };

    private static JsonDocument ParseJson(ReadOnlyMemory<byte> utf8, string what)
    {
        try
        {
            return JsonDocument.Parse(utf8, Strict);
        }
        catch (JsonException)
        {
            throw Bad($"{what} is not valid JSON in UTF-8, or nested too deeply.");
        }
    }

    private static string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            throw Bad($"The parameter \"{name}\" must be a string.");
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException) // half of a surrogate pair
        {
            throw Bad($"The parameter \"{name}\" is not valid text.");
        }
    }

    private static JsonElement? Map(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.Object ? value : throw Bad($"The parameter \"{name}\" must be a JSON object.");
    }

    private Inputs? Inputs(JsonElement? variables)
    {
        if (variables is not { } map)
            return null;
        if (Count(map) > settings.Value.MaxNodes)
            throw new Refusal(RefusalCode.DocumentTooComplex, $"The variables have more than {settings.Value.MaxNodes} values.");
        try
        {
            return json.ReadNode<Inputs>(map);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw Bad("The variables have a number or a text that cannot be read.");
        }
    }

    private static int Count(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => 1 + value.EnumerateObject().Sum(property => Count(property.Value)),
        JsonValueKind.Array => 1 + value.EnumerateArray().Sum(Count),
        _ => 1,
    };

    private static Refusal Bad(string message) => new(RefusalCode.BadRequest, message);
}
