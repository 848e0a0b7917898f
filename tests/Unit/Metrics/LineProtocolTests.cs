using CsCheck;
using Platform.Projections.Metrics.Influx;

namespace Platform.Tests.Unit.Metrics;

public class LineProtocolTests
{
    private static readonly string[] Hard = ["\\", "%", "%5C", "%0A", "\n", "a,b", "=", " ", "'", "\"", "🧀"];

    [Fact]
    public void A_tag_comes_back_as_it_was_whatever_characters_it_has() =>
        Gen.OneOf(Gen.String, Gen.Int[0, Hard.Length - 1].List[0, 8].Select(parts => string.Concat(parts.Select(part => Hard[part])))).Sample(value =>
        {
            var escaped = LineProtocol.Escaped(value);
            Assert.DoesNotContain('\n', escaped);
            Assert.False(escaped.EndsWith('\\'));
            // The server takes a backslash off before the three characters that it may stand before.
            var stored = escaped.Replace("\\,", ",", StringComparison.Ordinal).Replace("\\=", "=", StringComparison.Ordinal).Replace("\\ ", " ", StringComparison.Ordinal);
            Assert.Equal(value, LineProtocol.Unescaped(stored));
        });
}
