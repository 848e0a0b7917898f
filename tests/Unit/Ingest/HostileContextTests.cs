using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Configuration;
using Platform.Ingest;
using Platform.Ingest.Enrichment;
using Platform.Ingest.Steps;

namespace Platform.Tests.Unit.Ingest;

public class HostileContextTests
{
    private static readonly Enricher Enricher = new(new Places(new ConfigurationBuilder().Build()));
    private static readonly IngestOptions Limits = new();

    private static readonly Gen<string> Piece = Gen.OneOf(
        Gen.OneOf([.. new[] { "https://", "http://", "//", "shop.example", "www.", ":99999", "?", "#", "&", "=", "utm_source", "gclid", "%00", "%ED%A0%80", "%", "%zz", "\0", "\ud83d\ude42", "[::1]", "@", "\\", "..", "xn--", "ref" }.Select(Gen.Const)]),
        Gen.String[0, 12]);

    private static readonly Gen<string> Text = Piece.Array[0, 12].Select(string.Concat);

    [Theory]
    [InlineData("iPhone ")]
    [InlineData("Android ")]
    [InlineData("Version/1 ")]
    [InlineData("Trident/")]
    public void A_long_user_agent_costs_no_time_and_no_event(string piece)
    {
        var agent = string.Concat(Enumerable.Repeat(piece, 4_000));

        Assert.False(Enricher.IsBot(agent));
        Assert.NotNull(Enricher.Enrich(new RawContext { UserAgent = agent }));
    }

    [Fact]
    public void Whatever_an_address_decodes_to_can_be_stored()
    {
        var context = Enricher.Enrich(new RawContext { PageUrl = "https://shop.example/a%00b?utm_source=%00news&utm_campaign=%ED%A0%80", PageTitle = new string('x', 499) + "🙂" });

        Assert.Null(StorableJson.Check(JsonSerializer.SerializeToElement(context), Limits));
        Assert.Equal("news", context.Campaign!.Source);
    }

    [Fact]
    public void Any_text_in_any_place_gives_a_context_that_can_be_stored() =>
        Gen.Select(Text, Text, Text, Text).Sample((url, referrer, path, other) =>
        {
            var context = Enricher.Enrich(new RawContext
            {
                PageUrl = "https://shop.example/?" + url, PagePath = path.Length % 2 == 0 ? path : null, Referrer = referrer, UserAgent = other, Language = other, PageTitle = other, Country = other,
                Campaign = new Dictionary<string, string> { ["source"] = other, ["medium"] = path },
            });
            var alone = Enricher.Enrich(new RawContext { PageUrl = url, Referrer = "https://" + referrer, DeviceType = other, OsName = path, OsVersion = other, Screen = path });

            Assert.All([context, alone], item => Assert.Null(StorableJson.Check(JsonSerializer.SerializeToElement(item), Limits)));
        }, iter: 5_000);
}
