using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Platform.Contracts.Tenants;
using Platform.Ingest;
using Platform.Ingest.Protocols;
using Platform.Ingest.Protocols.Amplitude;
using Platform.Ingest.Protocols.CloudEvents;
using Platform.Ingest.Protocols.Ga4;
using Platform.Ingest.Protocols.Matomo;
using Platform.Ingest.Protocols.Mixpanel;
using Platform.Ingest.Protocols.OpenPanel;
using Platform.Ingest.Protocols.Plausible;
using Platform.Ingest.Protocols.PostHog;
using Platform.Ingest.Protocols.Rybbit;
using Platform.Ingest.Protocols.Segment;
using Platform.Ingest.Protocols.Snowplow;
using Platform.Ingest.Protocols.Umami;

namespace Platform.Tests.Unit.Protocols;

public class ProtocolTests
{
    private static readonly Dictionary<string, Protocol> Protocols = new()
    {
        ["segment"] = new SegmentProtocol(), ["cloudevents"] = new CloudEventsProtocol(), ["plausible"] = new PlausibleProtocol(), ["umami"] = new UmamiProtocol(),
        ["snowplow"] = new SnowplowProtocol(), ["matomo"] = new MatomoProtocol(), ["ga4"] = new Ga4Protocol(), ["openpanel"] = new OpenPanelProtocol(),
        ["rybbit"] = new RybbitProtocol(), ["amplitude"] = new AmplitudeProtocol(TimeProvider.System), ["posthog"] = new PostHogProtocol(), ["mixpanel"] = new MixpanelProtocol(),
    };

    [Theory]
    [InlineData("/track", """{"type":"track","payload":{"name":"x"}}""", "openpanel-client-id: demo", "openpanel")]
    [InlineData("/track", """{"site_id":"1","type":"pageview"}""", null, "rybbit")]
    [InlineData("/track", """{"api_key":"demo","event":"x"}""", null, "posthog")]
    [InlineData("/track", """{"event":"x","properties":{"token":"demo"}}""", null, "mixpanel")]
    [InlineData("/track", """[{"event":"x","properties":{"token":"demo"}}]""", null, "mixpanel")]
    [InlineData("/track", "data=eyJldmVudCI6IngiLCJwcm9wZXJ0aWVzIjp7InRva2VuIjoiZGVtbyJ9fQ==", null, "mixpanel")]
    [InlineData("/batch", """{"api_key":"demo","batch":[]}""", null, "posthog")]
    [InlineData("/batch/", """{"api_key":"demo","events":[]}""", null, "amplitude")]
    public void Of_the_protocols_that_share_a_path_one_recognises_the_request(string path, string body, string? header, string expected)
    {
        var request = Request(path, body, header);
        string[] sharing = path == "/track" ? ["openpanel", "rybbit", "posthog"] : ["amplitude", "posthog"];

        Assert.Equal(expected, sharing.FirstOrDefault(name => Speaks(Protocols[name], request)) ?? "mixpanel");
    }

    [Theory]
    [InlineData("segment", "/v1/batch?writeKey=k", """{"batch":[{"type":"track","event":"x"}]}""", null, "k", null, null)]
    [InlineData("segment", "/v1/track", """{"event":"x","writeKey":"k"}""", null, "k", null, null)]
    [InlineData("segment", "/v1/track", """{"event":"x"}""", "Authorization: Basic azo=", "k", null, null)]
    [InlineData("segment", "/api/s/track", """{"event":"x"}""", "X-Write-Key: k:s", "k", null, "s")]
    [InlineData("posthog", "/e/?token=k", """[{"event":"x","distinct_id":"a"}]""", null, "k", null, null)]
    [InlineData("posthog", "/e/", """[{"event":"x","properties":{"token":"k","distinct_id":"a"}}]""", null, "k", null, null)]
    [InlineData("plausible", "/api/event", """{"n":"pageview","d":"shop.example","u":"https://shop.example/"}""", null, "shop.example", SourceAliasKind.Plausible, null)]
    [InlineData("umami", "/api/send", """{"type":"event","payload":{"website":"w"}}""", null, "w", SourceAliasKind.Umami, null)]
    [InlineData("snowplow", "/i?e=pv&aid=a", "", null, "a", SourceAliasKind.Snowplow, null)]
    [InlineData("matomo", "/matomo.php?idsite=1&rec=1&token_auth=s", "", null, "1", SourceAliasKind.Matomo, "s")]
    [InlineData("mixpanel", "/import?project_id=k", """[{"event":"x","properties":{"distinct_id":"a"}}]""", "Authorization: Basic dTpz", "k", null, "s")]
    [InlineData("amplitude", "/2/httpapi", """{"api_key":"k","events":[{}]}""", null, "k", null, null)]
    [InlineData("ga4", "/mp/collect?measurement_id=G-1&api_secret=s", """{"client_id":"c","events":[{"name":"x"}]}""", null, "G-1", SourceAliasKind.Ga4, "s")]
    [InlineData("rybbit", "/api/track", """{"site_id":7,"type":"pageview"}""", null, "7", null, null)]
    [InlineData("cloudevents", "/v1/cloudevents?key=k", """{"specversion":"1.0"}""", null, "k", null, null)]
    public void A_source_is_named_as_the_protocol_has_it(string protocol, string path, string body, string? header, string name, SourceAliasKind? kind, string? secret)
    {
        var message = Assert.Single(Protocols[protocol].Open(Request(path, body, header)).Messages);

        Assert.Equal(new SourceName(name, kind, secret), message.Source);
    }

    [Theory]
    [InlineData("plausible", "/api/event", """{"name":"pageview","url":"https://s.example/a#/b","domain":"d","hashMode":1,"h":1}""", "Page pageview path=/a/b {}")]
    [InlineData("plausible", "/api/event", """{"n":"engagement","u":"https://s.example/a","d":"d","sd":40,"e":1200}""", """Track page_left path=- {"scroll_depth":40,"engagement_ms":1200}""")]
    [InlineData("plausible", "/api/event", """{"n":"Buy","u":"https://s.example/a","d":"d","p":"{\"a\":1}","$":{"amount":"19.50","currency":"EUR"}}""", """Track Buy path=- {"a":1,"revenue":19.5,"currency":"EUR"}""")]
    [InlineData("umami", "/api/send", """{"type":"event","payload":{"website":"w","url":"/a","name":"Buy","data":{"a":1},"tag":"t"}}""", """Track Buy path=/a {"a":1,"tag":"t"}""")]
    [InlineData("snowplow", "/i?e=se&aid=a&se_ca=c&se_ac=Buy&se_va=2.5", "", """Track Buy path=- {"category":"c","value":2.5}""")]
    [InlineData("snowplow", "/i?e=pp&aid=a&pp_may=10", "", """Track heartbeat path=- {"scroll_y_max":10}""")]
    [InlineData("matomo", "/matomo.php?idsite=1&rec=1&e_c=c&e_a=Buy&e_v=x", "", """Track Buy path=- {"category":"c","value":"x"}""")]
    [InlineData("matomo", "/matomo.php?idsite=1&rec=1&c_n=ad&c_i=click", "", """Track content_used path=- {"content":"ad","interaction":"click"}""")]
    [InlineData("matomo", "/matomo.php", "idsite=1&rec=1&action_name=A", "Page - path=- {}")]
    [InlineData("amplitude", "/2/httpapi", """{"events":[{"event_type":"[Amplitude] Page Viewed","user_id":"u","event_properties":{"[Amplitude] Page Path":"/a","x":1}}]}""", """Page - path=/a {"x":1}""")]
    [InlineData("ga4", "/mp/collect", """{"client_id":"c","events":[{"name":"screen_view","params":{"screen_name":"Main","x":1}}]}""", """Screen Main path=- {"screen_name":"Main","x":1}""")]
    [InlineData("rybbit", "/api/track", """{"site_id":"1","type":"custom_event","event_name":"Buy","pathname":"/a","properties":"{\"x\":1}"}""", """Track Buy path=/a {"x":1}""")]
    [InlineData("posthog", "/e/", """{"event":"$pageview","distinct_id":"a","properties":{"$pathname":"/a","x":1,"gclid":null}}""", """Page - path=/a {"x":1}""")]
    public void A_message_is_understood(string protocol, string path, string body, string expected)
    {
        var raw = Assert.Single(Read(protocol, path, body));

        Assert.Equal(expected, $"{raw.Kind} {raw.Name ?? "-"} path={raw.Context.PagePath ?? "-"} {Text(raw.Properties)}");
    }

    [Theory]
    [InlineData("posthog", "/e/", """{"event":"x"}""", "distinct_id")]
    [InlineData("posthog", "/e/", "garbage", "Base64")]
    [InlineData("plausible", "/api/event", """{"n":"pageview","d":"d"}""", "url")]
    [InlineData("plausible", "/api/event", """{"n":"pageview","u":"https://s.example/"}""", "domain")]
    [InlineData("plausible", "/api/event", """{"n":"x","d":"d","u":"/","p":"{"}""", "'p' must be JSON")]
    [InlineData("umami", "/api/send", """{"type":"event","payload":[]}""", "payload")]
    [InlineData("snowplow", "/i?e=nonsense&aid=a", "", "'e' must be one of")]
    [InlineData("snowplow", "/i?e=ue&aid=a&ue_px=%21", "", "Base64")]
    [InlineData("snowplow", "/i?e=ue&aid=a&ue_pr=%7B%22data%22%3A%7B%22data%22%3A%7B%22a%22%3A%22%5Cu0000%22%7D%7D%7D", "", "NUL")]
    [InlineData("matomo", "/matomo.php?idsite=1", "", "rec")]
    [InlineData("mixpanel", "/track", """{"properties":{}}""", "'event'")]
    [InlineData("mixpanel", "/engage", """{"$token":"k","$set":{}}""", "$distinct_id")]
    [InlineData("amplitude", "/2/httpapi", """{"events":[{"event_type":"x"}]}""", "user_id")]
    [InlineData("ga4", "/mp/collect", """{"events":[{"name":"x"}]}""", "client_id")]
    [InlineData("openpanel", "/track", """{"type":"nonsense","payload":{}}""", "'type' must be one of")]
    [InlineData("rybbit", "/api/track", """{"site_id":"1"}""", "type")]
    [InlineData("cloudevents", "/v1/cloudevents", """{"specversion":"1.0","id":"1","source":"/"}""", "type")]
    public void What_cannot_be_read_says_what_to_change(string protocol, string path, string body, string what) =>
        Assert.Contains(what, Assert.Throws<FormatException>(() => Read(protocol, path, body)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_same_insert_id_of_another_event_visitor_or_time_is_another_event_in_Mixpanel()
    {
        string? Id(string name, string distinct, int time) => Assert.Single(Read("mixpanel", "/track",
            $$$"""{"event":"{{{name}}}","properties":{"distinct_id":"{{{distinct}}}","time":{{{time}}},"$insert_id":"i"}}""")).MessageId;

        Assert.Equal(Id("a", "v", 1), Id("a", "v", 1));
        Assert.Equal(4, new[] { Id("a", "v", 1), Id("b", "v", 1), Id("a", "w", 1), Id("a", "v", 2) }.Distinct().Count());
    }

    [Fact]
    public void An_event_without_a_time_may_say_how_long_ago_it_was()
    {
        var raw = Assert.Single(Read("posthog", "/e/", """{"event":"x","distinct_id":"a","offset":1500}"""));

        Assert.Equal(TimeSpan.FromMilliseconds(1500), raw.SentAt - raw.Timestamp);
    }

    [Theory]
    [InlineData("1767323045", 1767323045000)]
    [InlineData("1767323045000", 1767323045000)]
    [InlineData("1767323045000000", 1767323045000)]
    [InlineData("\"2026-01-02T03:04:05Z\"", 1767323045000)]
    public void A_number_is_a_time_in_the_unit_of_its_size(string time, long milliseconds) =>
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), Field.Epoch(JsonElement.Parse($$"""{"t":{{time}}}"""), "t"));

    private static List<RawEvent> Read(string protocol, string path, string body)
    {
        var request = Request(path, body, null);
        var envelope = Protocols[protocol].Open(request);
        return [.. envelope.Messages.SelectMany(message => Protocols[protocol].Read(message.Payload, envelope, request))];
    }

    private static bool Speaks(Protocol protocol, CollectRequest request)
    {
        try
        {
            return protocol.Speaks(request);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static CollectRequest Request(string path, string body, string? header)
    {
        var http = new DefaultHttpContext();
        var parts = path.Split('?', 2);
        (http.Request.Method, http.Request.Path) = (body.Length == 0 ? "GET" : "POST", parts[0]);
        if (parts.Length > 1)
            http.Request.QueryString = new QueryString("?" + parts[1]);
        if (header?.Split(": ", 2) is [var name, var value])
            http.Request.Headers[name] = value;
        return new CollectRequest(http.Request, Encoding.UTF8.GetBytes(body), new IngestOptions());
    }

    private static string Text(JsonElement properties) =>
        properties.ValueKind == JsonValueKind.Object ? JsonSerializer.Serialize(properties, Relaxed) : "{}";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
