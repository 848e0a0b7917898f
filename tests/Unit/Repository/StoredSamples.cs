using System.Text.Json;
using Platform.Contracts.Alerts;
using Platform.Contracts.Anomalies;
using Platform.Contracts.Dashboards;
using Platform.Contracts.Events;
using Platform.Contracts.Funnels;
using Platform.Contracts.History;
using Platform.Contracts.Persons;
using Platform.Contracts.Rebuilds;
using Platform.Contracts.Segments;
using Platform.Contracts.Tenants;
using Platform.Contracts.TrackingPlans;
using Platform.Contracts.Users;

namespace Platform.Tests.Unit.Repository;

/// <summary>Samples of events that have none approved yet.</summary>
internal static class StoredSamples
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly Guid Id = new("0192d0f0-0000-7000-8000-000000000001");

    private static readonly JsonElement Question = JsonElement.Parse("""
        {"range":{"from":"2026-10-01T00:00:00Z","to":"2026-11-01T00:00:00Z"},"steps":[{"match":{"name":"page_viewed"}},{"match":{"name":"Signed up"},"optional":true}],"window":"P7D","order":"STRICT"}
        """);

    private static readonly JsonElement Rules = JsonElement.Parse("""{"match":[{"did":{"name":"Bought","filters":[]},"within":"P7D","atLeast":2}],"all":true,"knownAt":"2024-10-04T00:00:00+00:00"}""");

    private static readonly AlertDefinition Rule = new("Few orders", "conversions", null, "country", "AT", "< 10", TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(2), AlertSeverity.Critical,
        [new EscalationStep(TimeSpan.Zero, [Id]), new EscalationStep(TimeSpan.FromMinutes(15), [Id])]);

    private static readonly object[] Definitions =
    [
        new TenantAdded("shop", "Shop", At), new SourceAdded("web", "key-1", At), new SourceAliasAdded("web", SourceAliasKind.Plausible, "shop.example", At),
        new SourceEnabled("web", "ada", At), new SourceDisabled("web", "ada", At), new SourceLimited("web", 1_000, 1_000_000, "ada", At),
        new AllowedOriginsChosen("web", ["https://shop.example"], "ada", At), new EventFiltersChosen("web", [new EventFilter("page_viewed", "page", "/admin*")], "ada", At),
        new WriteKeyRotated("web", "key-2", At.AddDays(1), "ada", At), new VisitorIdentificationChosen(VisitorIdentification.FirstParty, At), new TimeZoneChosen("Europe/Vienna", At),
        new EventSchemaDefined("shop", "Bought", 2, JsonElement.Parse("""{"type":"object","required":["price"]}"""), ["'price' is required now."], "ada", At),
        new PlanModeChosen("shop", "Bought", PlanMode.Reject, "ada", At), new EventSchemaRetired("shop", "Bought", "ada", At),
        new HistoryImported("plausible", new DateOnly(2024, 1, 31), "pages", new Dictionary<string, string> { ["page"] = "/pricing" }, new Dictionary<string, long> { ["visitors"] = 3 }),
        new UserAdded("ada", "hash-1", true, At), new PasswordChanged("hash-2", At),
        new PersonForgotten("person-1", [Id], [Id], 12, 1, Id, "digest", "ada", At),
        new FunnelDefined("shop", "Sign-up", Question, "ada", At), new FunnelChanged(2, Question, "ada", At), new FunnelRenamed("From pricing to sign-up", "ada", At), new FunnelArchived("ada", At),
        new SegmentDefined("shop", "Buyers", Rules, "ada", At), new CohortDefined("shop", "First buyers", Rules, true, "ada", At), new SegmentArchived("ada", At),
        new InsightSaved("shop", "Sign-ups", InsightKind.Funnel, Question, InsightSpan.Last28Days, "ada", At), new InsightRemoved("ada", At),
        new DashboardDefined("shop", "Weekly", "ada", At), new DashboardRenamed("Growth", "ada", At), new TilePlaced(Id, 1, 6, 2, "ada", At), new TileRemoved(Id, "ada", At),
        new DashboardShared("9f86d081", "ada", At), new SharingRevoked("ada", At), new DashboardArchived("ada", At),
        new RebuildRequested("sessions", "shop", "ada", At) { Discreet = true, Definition = Id }, new RebuildCompared([new TableComparison("sessions", "sessions", 1_000, 120, 1)], At),
        new AnomalyDetected("shop", "events", "country", "AT", AnomalyKind.Drop, At, At.AddSeconds(65), 3, 4, 60, 38, 86, -7.5, "Events of country AT: 4 in 3 minutes where 60 were expected."),
        new AnomalyReclassified(AnomalyKind.LevelShift, "They stay there.", At), new AnomalyAcknowledged("Known.", "ada", At), new AnomalyDismissed("A campaign.", "ada", At), new AnomalyResolved(At),
        new AlertRuleDefined("shop", Rule, "ada", At), new AlertRuleChanged(Rule, "ada", At), new AlertRuleEnabled("ada", At), new AlertRuleDisabled("ada", At), new AlertRuleSilenced(At.AddHours(2), "We move.", "ada", At),
        new AlertRuleArchived("ada", At), new AlertFired("shop", Id, "Few orders", AlertSeverity.Critical, "AT", At, At.AddSeconds(65), 3, "Conversions of country AT: 3 in 30 minutes, which is less than 10."),
        new AlertEscalated(2, [Id], At), new AlertAcknowledged("On it.", "ada", At), new AlertResolved(12, "Conversions of country AT: 12 in 30 minutes, which is not less than 10 any more.", At),
        new AlertChannelDefined("shop", "On call", AlertChannelKind.Webhook, "hooks.example", "protected", "ada", At), new AlertChannelArchived("ada", At),
        new NotificationQueued("shop", Id, Id, "On call", NotificationKind.Escalated, 2, At), new NotificationDelivered(At), new NotificationRefused(1, "The target answered 503.", At.AddSeconds(5), At),
        new RebuildSwitched(At), new RebuildCancelled("ada", At), new RebuildResumed("ada", At), new RebuildFailed("The database is full.", At),
    ];

    /// <summary>A sample of the type.</summary>
    public static object Of(Type type) => Definitions.FirstOrDefault(sample => sample.GetType() == type) ?? Happened(type);

    private static object Happened(Type type)
    {
        var origin = new Origin("m-1", "visitor-1", At, At.AddSeconds(1), "web") { UserId = "user-1", SessionId = "s-1", Library = "analytics.js/2" };
        var context = new EventContext
        {
            Page = new PageContext("/pricing") { Url = "https://shop.example/pricing", Host = "shop.example", Title = "Pricing" },
            Referrer = "https://www.google.com/", ReferrerHost = "google.com", Channel = "Organic Search", Language = "de-AT", Country = "AT", Region = "Wien", City = "Wien",
            Campaign = new CampaignContext { Source = "google", Medium = "cpc", Name = "brand", Term = "lamp", Content = "a", ClickId = "gclid" },
            Device = new DeviceContext("desktop") { Browser = "Firefox", BrowserVersion = "143", Os = "Linux", OsVersion = "6", Screen = "1920x1080" },
            Rules = 1,
        };
        var properties = JsonElement.Parse("""{"plan":"pro","price":19.5}""");
        object[] arguments = type.GetConstructors()[0].GetParameters().Length == 4 ? ["named", origin, context, properties] : [origin, context, properties];
        return Activator.CreateInstance(type, arguments)!;
    }
}
