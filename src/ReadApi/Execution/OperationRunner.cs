using System.Security.Claims;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using Platform.Contracts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.ReadApi.Settings;
using Platform.ReadApi.Tenancy;
using Platform.ReadApi.Transports;

namespace Platform.ReadApi.Execution;

/// <summary>The one way from a request to its result, whichever transport brought it.</summary>
public sealed class OperationRunner(
    IDocumentExecuter<ISchema> executer, PersistedDocuments persisted, DocumentCache cache, DocumentGuard guard,
    ValidationRules rules, IOptions<GraphQLSettings> settings, TimeProvider clock, ILogger<OperationRunner> log)
{
    /// <summary>Runs a query or mutation, or opens the streams of a subscription. Faults are in the result.</summary>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async Task<OperationOutcome> RunAsync(
        GraphQLRequest request, ClaimsPrincipal user, TenantScope scope, IServiceProvider services, CancellationToken cancellation)
    {
        var context = new OperationContext { Tenant = scope.Tenant, Tenants = scope.Visible, QueriesOnly = request.QueriesOnly };
        try
        {
            var text = persisted.Resolve(request.Query, request.DocumentId);
            var known = cache.Find(text);
            var result = await ExecuteAsync(request, text, known ?? guard.Parse(text), known is not null, user, context, services, cancellation);
            if (known is null && result.Executed && result.Document is { } document)
                cache.Add(text, document);
            return new OperationOutcome(result, context);
        }
        catch (ExecutionError error)
        {
            return new OperationOutcome(new ExecutionResult { Errors = [error] }, context);
        }
    }

    private async Task<ExecutionResult> ExecuteAsync(
        GraphQLRequest request, string text, GraphQLDocument document, bool validated, ClaimsPrincipal user, OperationContext context,
        IServiceProvider services, CancellationToken cancellation)
    {
        using var span = Instruments.Answering.StartActivity("graphql");
        using var timed = new TimedAnswer(document);
        using var timeout = new CancellationTokenSource(settings.Value.QueryTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            return timed.Ended(await executer.ExecuteAsync(new ExecutionOptions
            {
                Query = text,
                Document = document,
                OperationName = request.OperationName,
                Variables = request.Variables,
                RequestServices = services,
                User = user,
                UserContext = context,
                CancellationToken = either.Token,
                ValidationRules = validated ? rules.EveryTime : rules.FirstTime,
                CachedDocumentValidationRules = rules.EveryTime,
                UnhandledExceptionDelegate = failure => Failures.LogAsync(log, failure),
            }).WaitAsync(either.Token));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new Refusal(RefusalCode.Timeout, $"The answer took longer than {settings.Value.QueryTimeout.TotalSeconds:0.#} s.");
        }
    }
}

/// <summary>A result, and the context it came about in.</summary>
public sealed record OperationOutcome(ExecutionResult Result, OperationContext Context)
{
    /// <summary>The stream of a subscription that could be opened.</summary>
    public IObservable<ExecutionResult>? Stream => Result.Streams?.Values.FirstOrDefault();

    /// <summary>The first reason to refuse the request as a whole.</summary>
    public Refusal? Refusal => Result.Errors?.OfType<Refusal>().FirstOrDefault();
}
