using GraphQL;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platform.ReadApi.Anomalies;
using Platform.ReadApi.Dashboards;
using Platform.ReadApi.DataQuality;
using Platform.ReadApi.DeadLetters;
using Platform.ReadApi.Erasure;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Explorer;
using Platform.ReadApi.Forecasts;
using Platform.ReadApi.Funnels;
using Platform.ReadApi.Imports;
using Platform.ReadApi.Metrics;
using Platform.ReadApi.Persons;
using Platform.ReadApi.Rebuilds;
using Platform.ReadApi.Schema;
using Platform.ReadApi.Segments;
using Platform.ReadApi.Settings;
using Platform.ReadApi.Sources;
using Platform.ReadApi.Tenancy;
using Platform.ReadApi.TrackingPlans;
using Platform.ReadApi.Transports;
using Platform.ReadApi.Transports.WebSockets;
using Platform.ReadApi.Trends;

namespace Platform.ReadApi;

/// <summary>GraphQL over the read models.</summary>
public static class ReadApiModule
{
    /// <summary>Where GraphQL answers.</summary>
    public const string Path = "/graphql";

    /// <summary>Registers schema, transports and loaders.</summary>
    public static IServiceCollection AddReadApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddGraphQLTransports(configuration);
        services.AddSingleton<ITenantDirectory, StoredTenants>();
        services.AddSingleton<DeadLettersQuery>().AddSingleton<UsageQuery>().AddSingleton<ImportsQuery>().AddSingleton<DataQualityQuery>().AddSingleton<PlanQuery>().AddSingleton<PreviewQuery>();
        services.AddSingleton<TrendUpdates>().AddSingleton<MetricUpdates>().AddSingleton<AnomalyUpdates>();
        services.AddSingleton<SavedFunnels>().AddSingleton<CohortUpdates>().AddSingleton<InsightAnswers>().AddSingleton<SharedDashboards>().AddSingleton<PersonPages>();
        services.AddScoped<ForecastQuery>().AddScoped<PersonLoader>().AddScoped<RebuildCommands>().AddScoped<Erasures>();
        services.AddGraphQL(graphQL => graphQL.AddReadSchema().AddExecution());
        return services;
    }

    /// <summary>Registers what serves any schema: guards, limits, HTTP, WebSockets and server-sent events.</summary>
    public static IServiceCollection AddGraphQLTransports(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<GraphQLSettings>, GraphQLSettingsCheck>();
        services.AddOptions<GraphQLSettings>().Bind(configuration.GetSection(GraphQLSettings.Section)).ValidateOnStart();
        services.AddSingleton<PersistedDocuments>().AddSingleton<DocumentCache>().AddSingleton<DocumentGuard>().AddSingleton<ValidationRules>();
        services.AddSingleton<OperationRunner>().AddSingleton<TenantChoice>().AddSingleton<Access>().AddSingleton<SameOrigin>();
        services.AddSingleton<AnswerWriter>().AddSingleton<RequestParser>().AddSingleton<SharedSubscriptions>();
        services.AddSingleton<HttpTransport>().AddSingleton<SseTransport>().AddSingleton<WebSocketTransport>().AddSingleton<GraphQLEndpoint>().AddSingleton<ExplorerPages>();
        return services;
    }

    /// <summary>Maps <c>/graphql</c>: HTTP, WebSocket and server-sent events. It checks the log-in itself, as sockets bring it later.</summary>
    public static IEndpointRouteBuilder MapReadApi(this IEndpointRouteBuilder routes)
    {
        routes.Map(Path, (HttpContext http, GraphQLEndpoint endpoint) => endpoint.HandleAsync(http)).AllowAnonymous();
        routes.MapGet(SharedDashboards.Path, (string token, HttpContext http, [Microsoft.AspNetCore.Mvc.FromServices] SharedDashboards shared) => shared.AnswerAsync(token, http)).AllowAnonymous();
        routes.MapGet(Path + "/bcp-config.json", ExplorerPages.SendSettingsAsync).RequireAuthorization();
        // Browsers fetch a manifest without cookies; it says nothing but the explorer's name.
        routes.MapGet(Path + "/manifest.webmanifest", (HttpContext http, ExplorerPages explorer) => explorer.SendAsync(http, "manifest.webmanifest")).AllowAnonymous();
        routes.MapGet(Path + "/{**file}", (HttpContext http, ExplorerPages explorer, string file) => explorer.SendAsync(http, file)).RequireAuthorization();
        return routes;
    }
}
