using Platform.Contracts.Tenants;
using Platform.Ingest.Sources;

namespace Platform.Tests.Unit.Tenants;

public class SourceAliasTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);
    private static readonly Tenant[] Tenants = [Having("shop", new SourceAlias("web", SourceAliasKind.Matomo, "1")), Having("blog")];

    [Theory]
    [InlineData("blog", "web", SourceAliasKind.Plausible, " Blog.Example ", null, "blog.example")]
    [InlineData("blog", "web", SourceAliasKind.Umami, "1", null, "1")]
    [InlineData("shop", "web", SourceAliasKind.Matomo, "1", null, null)]
    [InlineData("blog", "web", SourceAliasKind.Matomo, "1", "belongs to the source 'web' of the tenant 'shop'", null)]
    [InlineData("shop", "app", SourceAliasKind.Matomo, "2", "has no source 'app'", null)]
    [InlineData("none", "web", SourceAliasKind.Matomo, "2", "no tenant 'none'", null)]
    [InlineData("shop", "web", SourceAliasKind.Ga4, " ", "1 to 200 characters", null)]
    public void An_alias_belongs_to_one_source(string tenant, string source, SourceAliasKind kind, string value, string? problem, string? added)
    {
        var (said, events) = AddSourceAliasHandler.Decide(new AddSourceAlias(tenant, source, kind, value), Tenants, Now);

        Assert.Contains(problem ?? "", said ?? "", StringComparison.Ordinal);
        Assert.Equal(problem is null, said is null);
        Assert.Equal(added is null ? [] : [new SourceAliasAdded(source, kind, added, Now)], events);
    }

    private static Tenant Having(string slug, params SourceAlias[] aliases) =>
        new() { Slug = slug, Name = slug, Sources = [new Source("web", slug)], Aliases = aliases };
}
