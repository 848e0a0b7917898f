using System.Text.Json;
using GraphQL;
using Microsoft.AspNetCore.Http;

namespace Platform.ReadApi.Transport;

/// <summary>The request cannot be read; the message says what to change.</summary>
internal sealed class BadRequestException(string message) : Exception(message);

/// <summary>A GraphQL request, whichever transport brought it.</summary>
internal readonly record struct GraphQLRequest(
    string? Query, string? OperationName, Inputs? Variables, Inputs? Extensions, string? DocumentId)
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 64 };

    /// <exception cref="BadRequestException">It is no GraphQL request.</exception>
    public static GraphQLRequest Parse(ReadOnlyMemory<byte> utf8, IGraphQLSerializer serializer)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Reading);
            return Parse(document.RootElement, serializer);
        }
        catch (JsonException)
        {
            throw new BadRequestException("The request body is not valid JSON.");
        }
    }

    /// <exception cref="BadRequestException">It is no GraphQL request.</exception>
    public static GraphQLRequest Parse(JsonElement root, IGraphQLSerializer serializer)
    {
        if (root.ValueKind == JsonValueKind.Array)
            throw new BadRequestException("Batches are not supported; send one request at a time.");
        if (root.ValueKind != JsonValueKind.Object)
            throw new BadRequestException("The request must be a JSON object.");
        var request = new GraphQLRequest(
            Text(root, "query"), Text(root, "operationName"), Map(root, "variables", serializer), Map(root, "extensions", serializer),
            Text(root, "documentId"));
        return request.Checked();
    }

    /// <exception cref="BadRequestException">It is no GraphQL request.</exception>
    public static GraphQLRequest Parse(IQueryCollection query, IGraphQLSerializer serializer)
    {
        var request = new GraphQLRequest(
            Single(query, "query"), Single(query, "operationName"), Map(query, "variables", serializer), Map(query, "extensions", serializer),
            Single(query, "documentId"));
        return request.Checked();
    }

    private GraphQLRequest Checked() =>
        Query is null && DocumentId is null ? throw new BadRequestException("The parameter 'query' (or 'documentId') is missing.") : this;

    private static string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            throw new BadRequestException($"The parameter '{name}' must be a string.");
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            throw new BadRequestException($"The parameter '{name}' is not valid text.");
        }
    }

    private static Inputs? Map(JsonElement root, string name, IGraphQLSerializer serializer)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.Object)
            throw new BadRequestException($"The parameter '{name}' must be a map.");
        try
        {
            return serializer.ReadNode<Inputs>(value);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException)
        {
            throw new BadRequestException($"The parameter '{name}' cannot be read.");
        }
    }

    private static Inputs? Map(IQueryCollection query, string name, IGraphQLSerializer serializer)
    {
        if (Single(query, name) is not { } text)
            return null;
        try
        {
            using var document = JsonDocument.Parse(text, Reading);
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.Object => serializer.ReadNode<Inputs>(document.RootElement),
                _ => throw new BadRequestException($"The parameter '{name}' must be a JSON object."),
            };
        }
        catch (JsonException)
        {
            throw new BadRequestException($"The parameter '{name}' is not valid JSON.");
        }
    }

    private static string? Single(IQueryCollection query, string name) => query[name] switch
    {
        { Count: 0 } => null,
        { Count: 1 } one => one[0] is { Length: > 0 } text ? text : null,
        _ => throw new BadRequestException($"The parameter '{name}' was given more than once."),
    };
}
