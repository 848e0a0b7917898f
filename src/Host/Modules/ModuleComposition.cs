using Microsoft.AspNetCore.HttpOverrides;
using Platform.Host.Access;
using Platform.Host.Health;
using Platform.Host.Uploads;
using Platform.Ingest;
using Platform.Ingest.Import;
using Platform.Ml;
using Platform.Ml.Alerting;
using Platform.Projections;
using Platform.ReadApi;

namespace Platform.Host.Modules;

/// <summary>Puts the chosen modules into the host.</summary>
public static class ModuleComposition
{
    /// <summary>Registers what the modules need.</summary>
    public static WebApplicationBuilder AddModules(this WebApplicationBuilder builder, ModuleSwitches modules, PlatformSettings settings, Verb verb)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.AddSingleton(settings).AddSingleton(TimeProvider.System).AddReplays(configuration);
        services.AddAlerting(configuration);
        builder.AddAccess(settings);
        builder.AddTelemetry();
        builder.ListenOnLoopback(verb);
        services.AddHealthChecks().AddReadyChecks(modules, verb.Runs && settings.Kafka is not null);
        if (modules.HasFlag(ModuleSwitches.Ingest))
            services.AddIngest(configuration, verb.Runs ? settings.Kafka : null); // a verb stores by itself
        else if (modules.HasFlag(ModuleSwitches.ReadApi))
            services.AddIngestRules(configuration);
        if (modules.HasFlag(ModuleSwitches.Ingest) && verb.Runs)
            services.AddHostedService<ImportRunner>();
        if (modules.HasFlag(ModuleSwitches.Projections))
            services.AddProjections(configuration);
        if (modules.HasFlag(ModuleSwitches.ReadApi))
        {
            services.AddQuestions(configuration).AddReadApi(configuration);
            services.AddWebUi();
            services.AddHostedService<FirstRun>();
            services.AddHostedService<ProjectionLag>();
        }
        else if (verb.Name == "rebuild" && modules.HasFlag(ModuleSwitches.Projections))
            services.AddExploration(configuration);
        if (modules.HasFlag(ModuleSwitches.Ml))
            services.AddMl(configuration);
        return builder;
    }

    // The loopback interface alone, on the setting Port (8080), unless Urls says otherwise; a verb listens where nobody looks.
    private static void ListenOnLoopback(this WebApplicationBuilder builder, Verb verb)
    {
        if (!verb.Runs)
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        else if (string.IsNullOrEmpty(builder.Configuration["Urls"]))
            builder.WebHost.UseUrls($"http://127.0.0.1:{builder.Configuration["Port"] ?? "8080"}");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 16 * 1024 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
    }

    /// <summary>Maps the routes of the modules.</summary>
    public static WebApplication MapModules(this WebApplication app, ModuleSwitches modules)
    {
        app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto });
        app.UseSecurityHeaders();
        app.UseUnavailable();
        app.UseWebSockets(new() { KeepAliveInterval = TimeSpan.FromSeconds(15), KeepAliveTimeout = TimeSpan.FromSeconds(15) });
        if (modules.HasFlag(ModuleSwitches.ReadApi))
            app.MapWebUi();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealth();
        app.MapTelemetry();
        if (modules.HasFlag(ModuleSwitches.Ingest))
            app.MapIngest();
        if (modules.HasFlag(ModuleSwitches.ReadApi))
        {
            LoginRoutes.Map(app);
            if (modules.HasFlag(ModuleSwitches.Ingest))
                UploadRoute.Map(app);
            app.MapReadApi();
        }
        return app;
    }
}
