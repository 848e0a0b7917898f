using System.Diagnostics;
using System.Security.Claims;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.Logging;

namespace Platform.ReadApi.Transport;

/// <summary>How a request came: a mutation must not come with GET.</summary>
internal enum Way
{
    /// <summary>HTTP GET.</summary>
    Get,

    /// <summary>HTTP POST.</summary>
    Post,

    /// <summary>A WebSocket.</summary>
    Socket,
}

/// <summary>Executes requests, for every transport alike.</summary>
internal sealed class Runner(IDocumentExecuter<ISchema> executer, ILogger<Runner> log)
{
    public const string WayKey = "way";
    public const string TenantKey = "tenant";

    private static readonly ActivitySource Activities = new("Platform.ReadApi");

    public async Task<ExecutionResult> RunAsync(
        GraphQLRequest request, Way way, string? tenant, ClaimsPrincipal user, IServiceProvider services, CancellationToken cancellation)
    {
        using var activity = Activities.StartActivity("graphql");
        return await executer.ExecuteAsync(new ExecutionOptions
        {
            Query = request.Query,
            DocumentId = request.DocumentId,
            OperationName = request.OperationName,
            Variables = request.Variables,
            Extensions = request.Extensions,
            RequestServices = services,
            User = user,
            CancellationToken = cancellation,
            UnhandledExceptionDelegate = unhandled =>
            {
                log.LogError(unhandled.OriginalException, "A GraphQL request failed.");
                return Task.CompletedTask;
            },
            UserContext = new Dictionary<string, object?> { [WayKey] = way, [TenantKey] = tenant },
        });
    }
}
