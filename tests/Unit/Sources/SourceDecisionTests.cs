using Platform.Contracts.Tenants;
using Platform.Ingest.Sources;

namespace Platform.Tests.Unit.Sources;

public class SourceDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static readonly Tenant Shop = Given(
        new TenantAdded("shop", "Shop", Now), new SourceAdded("web", "shop-key", Now), new SourceAdded("app", "app-key", Now));

    private static readonly Tenant Other = Given(new TenantAdded("other", "Other", Now), new SourceAdded("web", "other-key", Now));

    [Fact]
    public void A_source_is_added_with_its_key_once()
    {
        var added = AddSourceHandler.Decide(new AddSource("shop", "server", "server-key", "ada"), "server-key", [Shop, Other], Now);
        Assert.Equal([new SourceAdded("server", "server-key", Now)], added.Events);

        var same = AddSourceHandler.Decide(new AddSource("shop", "app", "app-key", "ada"), "app-key", [Shop, Other], Now);
        Assert.Null(same.Problem);
        Assert.Empty(same.Events);
    }

    [Theory]
    [InlineData("nobody", "server", "server-key", "no tenant")]
    [InlineData("shop", "Server", "server-key", "name")]
    [InlineData("shop", "server", "a b", "write key must")]
    [InlineData("shop", "server", "other-key", "taken")]
    [InlineData("shop", "web", "another-key", "exists already")]
    public void A_source_that_cannot_be_says_what_to_change(string tenant, string name, string key, string says)
    {
        var refused = AddSourceHandler.Decide(new AddSource(tenant, name, key, "ada"), key, [Shop, Other], Now);

        Assert.Contains(says, refused.Problem!, StringComparison.Ordinal);
        Assert.Empty(refused.Events);
    }

    [Fact]
    public void Each_difference_of_the_rules_is_an_event_and_no_difference_is_none()
    {
        var rules = new SourceRules
        {
            Enabled = false, EventsPerMinute = 10, EventsPerMonth = 1000, AllowedOrigins = ["https://shop.example"], Filters = [new EventFilter("heartbeat")],
        };
        var changed = ChangeSourceHandler.Decide(new ChangeSource("shop", "web", rules, "ada"), [Shop], Now);

        Assert.Equal(["SourceDisabled", "SourceLimited", "AllowedOriginsChosen", "EventFiltersChosen"], changed.Events.Select(happened => happened.GetType().Name));
        var after = changed.Events.Aggregate(Shop, (tenant, happened) => Tenant.Evolve(tenant, happened)!);
        Assert.Equal(new SourceRules(), after.Sources[1].Rules);
        Assert.Empty(ChangeSourceHandler.Decide(new ChangeSource("shop", "web", rules with { AllowedOrigins = ["https://shop.example"] }, "ada"), [after], Now).Events);
    }

    [Theory]
    [InlineData("shop.example")]
    [InlineData("https://shop.example/")]
    [InlineData("https://shop.example/path")]
    [InlineData("ftp://shop.example")]
    [InlineData("https://user@shop.example")]
    public void What_is_no_origin_is_refused(string origin) =>
        Assert.Contains("is no origin", ChangeSourceHandler.Decide(new ChangeSource("shop", "web", new SourceRules { AllowedOrigins = [origin] }, "ada"), [Shop], Now).Problem!, StringComparison.Ordinal);

    [Fact]
    public void A_key_that_was_ever_used_never_comes_to_mean_another_source()
    {
        var rotated = RotateWriteKeyHandler.Decide(new RotateWriteKey("shop", "web", "new-key", TimeSpan.FromHours(1), "ada"), "new-key", [Shop, Other], Now);
        var after = rotated.Events.Aggregate(Shop, (tenant, happened) => Tenant.Evolve(tenant, happened)!);

        Assert.Equal(("new-key", new OldKey("shop-key", Now.AddHours(1))), (after.Sources[0].WriteKey, after.Sources[0].OldKeys[0]));
        Assert.NotNull(AddSourceHandler.Decide(new AddSource("other", "app", "shop-key", "eve"), "shop-key", [after, Other], Now).Problem);
        Assert.NotNull(RotateWriteKeyHandler.Decide(new RotateWriteKey("shop", "app", "shop-key", TimeSpan.Zero, "ada"), "shop-key", [after, Other], Now).Problem);
    }

    private static Tenant Given(params object[] events) => events.Aggregate((Tenant?)null, Tenant.Evolve)!;
}
