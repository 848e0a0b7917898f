using Platform.Ingest;
using Platform.Ml;
using Platform.Projections;
using Platform.ReadApi;

namespace Platform.Host.Modules;

/// <summary>Puts the chosen modules into the host.</summary>
public static class ModuleComposition
{
    /// <summary>Registers what the modules need.</summary>
    public static WebApplicationBuilder AddModules(this WebApplicationBuilder builder, ModuleSwitches modules)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.AddSingleton(TimeProvider.System);
        if (modules.HasFlag(ModuleSwitches.Ingest))
            services.AddIngest(configuration);
        if (modules.HasFlag(ModuleSwitches.Projections))
            services.AddProjections(configuration);
        if (modules.HasFlag(ModuleSwitches.ReadApi))
            services.AddQuestions(configuration).AddReadApi(configuration);
        if (modules.HasFlag(ModuleSwitches.Ml))
            services.AddMl(configuration);
        return builder;
    }

    /// <summary>Listens on the loopback interface alone, on the setting <c>Port</c> (8080), unless <c>Urls</c> says otherwise.</summary>
    public static WebApplicationBuilder ListenOnLoopback(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["Urls"]))
            builder.WebHost.UseUrls($"http://127.0.0.1:{builder.Configuration["Port"] ?? "8080"}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        return builder;
    }

    /// <summary>Maps the routes of the modules.</summary>
    public static WebApplication MapModules(this WebApplication app, ModuleSwitches modules)
    {
        app.UseWebSockets(new() { KeepAliveInterval = TimeSpan.FromSeconds(15), KeepAliveTimeout = TimeSpan.FromSeconds(15) });
        if (modules.HasFlag(ModuleSwitches.Ingest))
            app.MapIngest();
        if (modules.HasFlag(ModuleSwitches.ReadApi))
            app.MapReadApi();
        return app;
    }
}
