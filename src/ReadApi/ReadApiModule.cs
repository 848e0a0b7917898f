using GraphQL;
using GraphQL.DI;
using GraphQL.Execution;
using GraphQL.MicrosoftDI;
using GraphQL.Types;
using GraphQL.Validation.Complexity;
using GraphQL.Validation.Rules.Custom;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Schema;
using Platform.ReadApi.Transport;

namespace Platform.ReadApi;

/// <summary>GraphQL over the read models.</summary>
public static class ReadApiModule
{
    private const int DeepestDocument = 64;
    private const int DeepestQuery = 16;
    private const int MostComplex = 20_000;

    /// <summary>Registers schema, transports and loaders.</summary>
    public static IServiceCollection AddReadApi(this IServiceCollection services, IConfiguration configuration)
    {
        GlobalSwitches.EnableReadDescriptionFromXmlDocumentation = true;
        services.AddOptions<TransportOptions>();
        services.AddScoped<TenantScope>().AddScoped<PersonLoader>().AddScoped<DeadLettersQuery>();
        services.AddSingleton<InstantType>().AddSingleton<DurationType>().AddSingleton<JsonType>();
        services.AddSingleton<PayloadSerializer>().AddSingleton<Runner>();
        services.AddSingleton<HttpTransport>().AddSingleton<SseTransport>().AddSingleton<WebSocketTransport>();
        services.AddGraphQL(Configure);
        return services;
    }

    /// <summary>Maps <c>/graphql</c>: HTTP, WebSocket and server-sent events.</summary>
    public static IEndpointRouteBuilder MapReadApi(this IEndpointRouteBuilder routes)
    {
        // The transports check who asks: a WebSocket may bring its key in its first message.
        routes.Map("/graphql", (HttpContext http, HttpTransport plain, WebSocketTransport socket) =>
            http.WebSockets.IsWebSocketRequest ? socket.HandleAsync(http) : plain.HandleAsync(http)).AllowAnonymous();
        return routes;
    }

    private static void Configure(IGraphQLBuilder builder) => builder
        .AddAutoSchema<Query>(schema => schema.WithSubscription<Subscription>())
        .AddSerializer<PayloadSerializer>(services => services.GetRequiredService<PayloadSerializer>())
        .AddErrorInfoProvider(options => options.ExposeExceptionDetails = false)
        .AddScopedSubscriptionExecutionStrategy()
        .AddSchemaVisitor<IntrospectionFix>()
        .ConfigureSchema(schema =>
        {
            schema.RegisterTypeMapping<DateTimeOffset, InstantType>();
            schema.RegisterTypeMapping<TimeSpan, DurationType>();
            schema.RegisterTypeMapping<System.Text.Json.JsonElement, JsonType>();
            schema.Features.DeprecationOfInputValues = true;
            schema.Features.RepeatableDirectives = true;
        })
        .AddComplexityAnalyzer(Limit)
        .AddValidationRule<GetRunsQueriesOnly>(useForCachedDocuments: true)
        .AddValidationRule<ComplexityValidationRule>(useForCachedDocuments: true)
        .ConfigureExecution(new DocumentCache())
        .ConfigureExecution(services => new DocumentGuard(services.GetRequiredService<IDocumentBuilder>()))
        .UseTelemetry()
        .Services.Register<IDocumentBuilder>(_ => new GraphQLDocumentBuilder { MaxDepth = DeepestDocument }, GraphQL.DI.ServiceLifetime.Singleton, replace: true);

    // The standard introspection query is 15 deep and would cost more than any limit that keeps others out.
    private static void Limit(ComplexityOptions options)
    {
        options.MaxDepth = DeepestQuery;
        options.MaxComplexity = MostComplex;
        options.DefaultListImpactMultiplier = 10;
        var normal = options.DefaultComplexityImpactDelegate;
        options.DefaultComplexityImpactDelegate = field =>
            field.FieldDefinition.Name.StartsWith("__", StringComparison.Ordinal) || field.ParentType.Name.StartsWith("__", StringComparison.Ordinal)
                ? new(0, 0)
                : normal(field);
    }
}
