using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Platform.Contracts.Tenants;
using Platform.Ingest.Http;

namespace Platform.Ingest.Protocols.Snowplow;

/// <summary>Snowplow's tracker protocol, by POST of several events and by GET of one.</summary>
internal sealed class SnowplowProtocol : Protocol
{
    public override IReadOnlyList<string> Paths { get; } = ["com.snowplowanalytics.snowplow/tp2", "i"];

    public override bool ByGet => true;

    public override Envelope Open(CollectRequest request)
    {
        if (HttpMethods.IsGet(request.Http.Method))
            return new Envelope([Of(CollectRequest.ToJson(request.Http.Query))], Single: true);
        var root = request.RequireObject();
        return root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array
            ? new Envelope([.. data.EnumerateArray().Select(Of)])
            : throw new FormatException("'data' must be an array of events.");
    }

    public override IEnumerable<RawEvent> Read(JsonElement message, Envelope envelope, CollectRequest request) =>
        [SnowplowReader.Read(message, request)];

    public override IResult Answer(Verdict verdict, CollectRequest request) => verdict.Status switch
    {
        200 when HttpMethods.IsGet(request.Http.Method) => Pixel.Answer,
        200 => Results.Text("ok"),
        _ => base.Answer(verdict, request),
    };

    private static Message Of(JsonElement message) => new(message, SourceName.Of(Field.Loose(message, "aid"), SourceAliasKind.Snowplow));
}
