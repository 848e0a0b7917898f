using GraphQL;

namespace Platform.ReadApi.Transports;

/// <summary>One operation as a client sent it, by whichever transport.</summary>
/// <param name="Query">The document, unless <paramref name="DocumentId"/> names it.</param>
/// <param name="VariablesText">The variables as sent: part of the key of shared subscriptions.</param>
public sealed record GraphQLRequest(string? Query, string? DocumentId, string? OperationName, Inputs? Variables, string VariablesText)
{
    /// <summary>True for GET: only queries may run.</summary>
    public bool QueriesOnly { get; init; }
}
