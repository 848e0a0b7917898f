using System.Text;
using System.Text.Json;
using CsCheck;
using Platform.Contracts.Ingestion;
using Platform.Ingest;
using Platform.Ingest.Protocols.Segment;
using Platform.Ingest.Steps;

namespace Platform.Tests.Unit.Ingest;

public class StorableJsonTests
{
    private static readonly IngestOptions Limits = new();
    private static readonly string[] Fields = ["type", "event", "userId", "timestamp", "context", "properties", "messageId"];

    [Theory]
    [InlineData("""{"a":1,"b":"ä","c":[true,null,1.5e10]}""", null)]
    [InlineData("""{"a":"\u0000"}""", DropReason.Malformed)]
    [InlineData("""{"\u0000":1}""", DropReason.Malformed)]
    [InlineData("""{"a":"\ud800"}""", DropReason.Malformed)]
    [InlineData("""{"a":1e999}""", DropReason.Malformed)]
    [InlineData("""{"a":11111111111111111111111111111111111111111111111111111111111111111}""", DropReason.Malformed)]
    public void What_the_store_cannot_keep_is_refused_with_a_reason(string json, DropReason? expected) =>
        Assert.Equal(expected, StorableJson.Check(JsonElement.Parse(json), Limits)?.Reason);

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        byte[] json = [(byte)'{', (byte)'"', (byte)'a', (byte)'"', (byte)':', (byte)'"', 0xFF, (byte)'"', (byte)'}'];

        Assert.Equal(DropReason.Malformed, StorableJson.Check(JsonElement.Parse(json), Limits)?.Reason);
    }

    [Fact]
    public void An_event_that_is_too_large_too_deep_or_too_wide_is_refused()
    {
        var large = JsonElement.Parse($$"""{"a":"{{new string('x', Limits.MaxEventBytes)}}"}""");
        var deep = JsonElement.Parse(new string('[', 100) + new string(']', 100), new JsonDocumentOptions { MaxDepth = 200 });
        var wide = JsonElement.Parse("[" + string.Join(',', Enumerable.Repeat(1, 10_000)) + "]");

        Assert.All([large, deep, wide], value => Assert.Equal(DropReason.TooLarge, StorableJson.Check(value, Limits)?.Reason));
    }

    [Fact]
    public void Whatever_comes_is_read_or_refused_and_what_a_letter_keeps_is_storable() =>
        Gen.Select(Gen.String.Array[0, 6], Gen.Int[0, 6].Select(field => Fields[field]).Array[0, 6])
            .Sample((values, names) =>
            {
                var members = names.Zip(values, (name, value) => $"{JsonSerializer.Serialize(name)}:{(value.Length % 3 == 0 ? "{}" : value.Length % 3 == 1 ? "[1]" : JsonSerializer.Serialize(value))}");
                var message = JsonElement.Parse("{" + string.Join(',', members) + "}");
                if (StorableJson.Check(message, Limits) is null)
                {
                    var (read, refused) = SegmentReader.Read(message, default, EventKind.Track, new RawContext());
                    Assert.True(read is null != refused is null);
                }
                Assert.Null(StorableJson.Check(StorableJson.Keep(message, Limits), Limits));
            });

    [Fact]
    public void Any_bytes_can_be_kept_as_a_letter() =>
        Gen.Byte.Array[0, 300].Sample(bytes => Assert.Null(StorableJson.Check(StorableJson.Keep(bytes, Limits), Limits)));
}
