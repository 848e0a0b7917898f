using System.Net;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Platform.Contracts;

namespace Platform.Host.Health;

/// <summary>Traces and metrics of every module, of the store and of the bus; OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says so, Prometheus at <c>/metrics</c>; logs for people or, with <c>Logging:Format=json</c>, for programs.</summary>
internal static class Telemetry
{
    private static readonly string[] Unobserved = ["/health", "/metrics", "/assets"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        // The settings beside the executable count from whichever directory it is started: without them it would log every request.
        builder.Configuration.Sources.Insert(0, new JsonConfigurationSource
        {
            Path = "appsettings.json", Optional = true, FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory),
        });
        if (builder.Configuration["Logging:Format"] == "json")
            builder.Logging.ClearProviders().AddJsonConsole(options => options.UseUtcTimestamp = true);
        var export = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("platform"))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Instruments.Pattern, "Marten", "Wolverine:*", "Npgsql").AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddPrometheusExporter();
                // The places of an instrument are allocated at once; what has more labels than this is counted together as an overflow.
                metrics.AddView(_ => new MetricStreamConfiguration { CardinalityLimit = 500 });
                if (export)
                    metrics.AddOtlpExporter();
            });
        if (export) // spans that nobody collects would only cost time
            telemetry.WithTracing(traces => traces
                .AddSource(Instruments.Pattern, "Marten", "Wolverine", "Npgsql")
                .AddAspNetCoreInstrumentation(options => options.Filter = http =>
                    !Unobserved.Any(path => http.Request.Path.StartsWithSegments(path, StringComparison.Ordinal)))
                .AddOtlpExporter());
    }

    /// <summary>Scraping needs a key, except from this machine itself.</summary>
    public static void MapTelemetry(this WebApplication app) =>
        app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(policy => policy.RequireAssertion(context =>
            context.User.Identity?.IsAuthenticated == true
            || context.Resource is HttpContext { Connection.RemoteIpAddress: { } address } && IPAddress.IsLoopback(address)));
}
