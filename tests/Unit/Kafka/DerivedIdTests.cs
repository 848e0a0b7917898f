using CsCheck;
using Platform.Contracts;

namespace Platform.Tests.Unit.Kafka;

public class DerivedIdTests
{
    [Fact]
    public void An_id_of_a_moment_follows_from_its_content_and_sorts_by_the_moment_among_fresh_ones() =>
        Gen.Select(Gen.Long[0, 1L << 41], Gen.Long[1, 1L << 40], Gen.String, Gen.String).Sample((milliseconds, later, first, second) =>
        {
            var (at, then) = (DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), DateTimeOffset.FromUnixTimeMilliseconds(milliseconds + later));
            var id = DerivedId.At(at, "letter", first, second);

            Assert.Equal(id, DerivedId.At(at, "letter", first, second));
            Assert.NotEqual(id, DerivedId.At(at, "letter", first + "x", second));
            Assert.True(string.CompareOrdinal(id.ToString(), NewId.At(then).ToString()) < 0);
            Assert.True(string.CompareOrdinal(NewId.At(at).ToString(), DerivedId.At(then, "letter", first, second).ToString()) < 0);
        }, iter: 1_000);
}
