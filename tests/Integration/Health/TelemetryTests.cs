using System.Net;
using System.Text.Json;

namespace Platform.Tests.Integration.Health;

public class TelemetryTests
{
    [Fact]
    public async Task One_trace_leads_from_the_collector_through_the_append_to_the_database_and_tells_no_secret()
    {
        await using var receiver = await SpanReceiver.StartAsync();
        await using var host = await HostProcess.StartAsync(settings: new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["Logging__Format"] = "json",
        });
        var tenant = await host.AddTenantAsync();
        using var sent = await host.BatchAsync(tenant, [new { type = "track", @event = "x", userId = "secret-visitor", properties = new { card = "secret-payload" } }]);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        await host.AskAsync(tenant, "{ live { eventsLastMinute } }");
        await host.CaughtUpAsync();

        await HostProcess.UntilAsync(() => Task.FromResult(Request(receiver) is not null && receiver.Spans.Any(span => span.Name == "graphql")));
        var request = Request(receiver)!;
        var trace = receiver.Spans.Where(span => span.Trace == request.Trace).ToList();
        var ingest = Assert.Single(trace, span => span.Name == "ingest");
        var append = Assert.Single(trace, span => span.Name == "append");
        Assert.Equal(request.Id, ingest.Parent);
        Assert.Equal(ingest.Id, append.Parent);
        Assert.Contains(trace, span => IsUnder(span, append, trace) && span.Raw.Contains("postgresql", StringComparison.Ordinal));
        Assert.Contains(receiver.Spans, span => span.Name == "explore page");
        Assert.All(receiver.Spans, span => Assert.DoesNotMatch("secret-|127\\.0\\.0\\.1.{0,4}client", span.Raw));
        Assert.All(host.Said.Split('\n').Where(line => line.StartsWith('{')), line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
        Assert.DoesNotMatch("secret-|" + tenant + "|" + HostProcess.AdminKey, host.Said);
    }

    [Fact]
    public async Task Scraping_tells_of_batches_appends_latency_answers_and_the_lag_of_every_projection()
    {
        await using var host = await HostProcess.StartAsync();
        var tenant = await host.AddTenantAsync();
        object[] events = [new { type = "track", @event = "x", userId = "u", messageId = "same" }, new { type = "track", userId = "u" }];
        using var first = await host.BatchAsync(tenant, events);
        using var second = await host.BatchAsync(tenant, events[..1]);
        await host.AskAsync(tenant, "{ live { eventsLastMinute } }");
        string[] expected =
        [
            "platform_ingest_accepted", "platform_ingest_stored", "platform_ingest_duplicates", "platform_ingest_dropped", "reason=\"Malformed\"",
            "platform_ingest_batch_size", "platform_ingest_append_duration_seconds_bucket", "platform_ingest_latency_seconds_bucket", "platform_ingest_step_duration",
            "platform_query_duration_seconds_bucket", "platform_projection_lag_seconds", "platform_projection_lag_events", "projection=\"exploration\"", "projection=\"persons\"",
            "http_server_request_duration_seconds", "dotnet_gc_collections", "db_client_",
        ];
        await HostProcess.UntilAsync(async () => (await host.Http.GetStringAsync("/metrics")).Contains("projection=\"persons\"", StringComparison.Ordinal));

        var metrics = await host.Http.GetStringAsync("/metrics");
        Assert.All(expected, name => Assert.Contains(name, metrics, StringComparison.Ordinal));
        Assert.DoesNotContain(tenant, metrics, StringComparison.Ordinal);
    }

    private static ReceivedSpan? Request(SpanReceiver receiver) => receiver.Spans.FirstOrDefault(span => span.Name == "POST /v1/batch");

    private static bool IsUnder(ReceivedSpan span, ReceivedSpan ancestor, List<ReceivedSpan> trace) =>
        span.Parent == ancestor.Id || trace.Find(other => other.Id == span.Parent) is { } parent && IsUnder(parent, ancestor, trace);
}
