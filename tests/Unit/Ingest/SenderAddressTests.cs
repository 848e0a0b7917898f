using System.Text.Json;
using Platform.Ingest;
using Platform.Ingest.Steps;

namespace Platform.Tests.Unit.Ingest;

public class SenderAddressTests
{
    [Theory]
    [InlineData("""{"type":"page","context":{"ip":"203.0.113.7","locale":"de"}}""", """{"type":"page","context":{"locale":"de"}}""")]
    [InlineData("""{"properties":{"$ip":"2001:db8::7","n":1.50}}""", """{"properties":{"n":1.50}}""")]
    [InlineData("""[{"payload":{"ip_address":"203.0.113.7"},"a":[{"IP":"::1"},null,true]}]""", """[{"payload":{},"a":[{},null,true]}]""")]
    [InlineData("""{"ip":"office","server":"203.0.113.7","ip_count":3,"ip2":7,"same":1,"same":2}""", """{"ip":"office","server":"203.0.113.7","ip_count":3,"ip2":7,"same":1,"same":2}""")]
    [InlineData("\"203.0.113.7 - - [10/Oct/2000:13:55:36 -0700] GET /a/1.2.3.4 Chrome/143.0.0.0 at 10:20:30\"", "\"(address) - - [10/Oct/2000:13:55:36 -0700] GET /a/1.2.3.4 Chrome/143.0.0.0 at 10:20:30\"")]
    [InlineData("\"2001:db8::7 said \\\"ip\\\":\\\"203.0.113.7\\\" in version 5.2\"", "\"(address) said \\\"ip\\\":\\\"(address)\\\" in version 5.2\"")]
    [InlineData("7", "7")]
    public void What_a_dead_letter_keeps_has_no_address_of_its_sender(string sent, string kept) =>
        Assert.Equal(JsonSerializer.Serialize(JsonElement.Parse(kept)), JsonSerializer.Serialize(StorableJson.Keep(JsonElement.Parse(sent), new IngestOptions())));

    [Fact]
    public void Bytes_that_are_no_JSON_are_kept_without_addresses() =>
        Assert.Equal("{\"ip\":\"(address)\"", StorableJson.Keep("{\"ip\":\"203.0.113.7\""u8, new IngestOptions()).GetString());
}
