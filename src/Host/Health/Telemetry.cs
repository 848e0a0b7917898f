using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Platform.Host.Health;

/// <summary>Traces and metrics of every module, of the store and of the bus; OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says so, Prometheus at <c>/metrics</c>.</summary>
internal static class Telemetry
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var export = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("platform"))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter("Platform.*", "Marten", "Wolverine:*", "Npgsql").AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddPrometheusExporter();
                if (export)
                    metrics.AddOtlpExporter();
            })
            .WithTracing(traces =>
            {
                traces.AddSource("Platform.*", "Marten", "Wolverine", "Npgsql").AddAspNetCoreInstrumentation();
                if (export)
                    traces.AddOtlpExporter();
            });
    }

    /// <summary>Scraping needs a key, except from this machine itself.</summary>
    public static void MapTelemetry(this WebApplication app) =>
        app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(policy => policy.RequireAssertion(context =>
            context.User.Identity?.IsAuthenticated == true
            || context.Resource is HttpContext { Connection.RemoteIpAddress: { } address } && System.Net.IPAddress.IsLoopback(address)));
}
