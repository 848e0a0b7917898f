using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;
using Platform.Ingest;
using Platform.Ingest.Enrichment;
using Platform.Ingest.Steps;

namespace Platform.Tests.Unit.Ingest;

public class IngestStepsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly ResolvedSource Source = new("demo", "web", VisitorIdentification.Cookieless);
    private static readonly IngestSteps Steps = new(new Enricher(new Places(new ConfigurationBuilder().Build())), new CookielessVisitor(null!, TimeProvider.System, NullLogger<CookielessVisitor>.Instance));

    [Fact]
    public void The_steps_have_names_and_an_order() =>
        Assert.Equal(["require_source", "check_origin", "validate", "guard_identity", "correct_clock", "reject_bot", "enrich", "filter", "validate_schema", "anonymise"], Steps.Names);

    [Theory]
    [InlineData(DropReason.Malformed, EventKind.Track, null, null, 0)]
    [InlineData(DropReason.Malformed, EventKind.Alias, "x", null, 0)]
    [InlineData(DropReason.Malformed, EventKind.Group, "x", null, 0)]
    [InlineData(DropReason.FutureTimestamp, EventKind.Page, "x", null, 25)]
    [InlineData(DropReason.Bot, EventKind.Page, "x", "Mozilla/5.0 (compatible; Googlebot/2.1)", 0)]
    public void An_event_is_refused_with_its_reason(DropReason reason, EventKind kind, string? name, string? agent, int hoursAhead)
    {
        var raw = new RawEvent(kind) { Name = name, AnonymousId = "a", Timestamp = Now.AddHours(hoursAhead), Context = new RawContext { UserAgent = agent } };

        Assert.Equal(reason, Steps.Run(raw, Source, Now).Refused?.Reason);
    }

    [Theory]
    [InlineData("2026-11-24T11:00:00Z", "2026-11-24T11:00:10Z", "2026-11-24T11:59:50Z")]
    [InlineData("2026-11-24T11:00:00Z", null, "2026-11-24T11:00:00Z")]
    [InlineData(null, "2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z")]
    [InlineData("1999-01-01T00:00:00Z", "2026-11-24T12:00:00Z", "1999-01-01T00:00:00Z")]
    public void The_clock_is_corrected_by_the_time_of_sending(string? timestamp, string? sentAt, string expected)
    {
        var raw = new RawEvent(EventKind.Page) { AnonymousId = "a", Timestamp = Time(timestamp), SentAt = Time(sentAt) };

        Assert.Equal(Time(expected), Steps.Run(raw, Source, Now).Accepted!.Event.Origin.OccurredAt);
    }

    [Fact]
    public void The_visitor_is_the_anonymous_id_before_the_user_id()
    {
        var both = new RawEvent(EventKind.Page) { AnonymousId = "a", UserId = "u" };

        Assert.Equal("a", Steps.Run(both, Source, Now).Accepted!.Event.Origin.VisitorId);
        Assert.Equal("u", Steps.Run(both with { AnonymousId = null }, Source, Now).Accepted!.Event.Origin.VisitorId);
    }

    private static DateTimeOffset? Time(string? text) =>
        text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
