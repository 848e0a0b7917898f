using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Platform.Contracts.Tenants;
using Platform.Ingest.Http;

namespace Platform.Ingest.Protocols.Matomo;

/// <summary>Matomo's HTTP tracking API: parameters in the address or in a form, or many such addresses in one request.</summary>
internal sealed class MatomoProtocol : Protocol
{
    public override IReadOnlyList<string> Paths { get; } = ["matomo.php", "piwik.php"];

    public override bool ByGet => true;

    public override Envelope Open(CollectRequest request)
    {
        if (request.Json is { ValueKind: JsonValueKind.Object } root)
        {
            if (!root.TryGetProperty("requests", out var requests) || requests.ValueKind != JsonValueKind.Array)
                throw new FormatException("'requests' must be an array of query strings.");
            var token = Field.Loose(root, "token_auth");
            return new Envelope([.. requests.EnumerateArray().Select(query => Of(Parse(query), token))]) { Shared = root };
        }
        var fields = QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(request.Body));
        return new Envelope([Of(CollectRequest.ToJson(request.Http.Query.Concat(fields)), null)], Single: true);
    }

    public override IEnumerable<RawEvent> Read(JsonElement message, Envelope envelope, CollectRequest request) =>
        [MatomoReader.Read(message, request)];

    public override IResult Answer(Verdict verdict, CollectRequest request)
    {
        if (request.Json is { ValueKind: JsonValueKind.Object })
            return verdict.Status is 200
                ? Results.Json(new { status = "success", tracked = verdict.Accepted, invalid = verdict.Refused.Count })
                : Results.Json(new { status = "error", tracked = 0, message = verdict.Message }, statusCode: verdict.Status);
        if (verdict.Status != 200)
            return Results.Text(verdict.Message, statusCode: verdict.Status);
        return request.Query("send_image") == "0" || request.Form("send_image") == "0" ? Results.NoContent() : Pixel.Answer;
    }

    private static Message Of(JsonElement message, string? token) =>
        new(message, SourceName.Of(Field.Loose(message, "idsite"), SourceAliasKind.Matomo, Field.Loose(message, "token_auth") ?? token));

    private static JsonElement Parse(JsonElement query) => query.ValueKind switch
    {
        JsonValueKind.String => CollectRequest.ToJson(QueryHelpers.ParseQuery(query.GetString()![(query.GetString()!.IndexOf('?', StringComparison.Ordinal) + 1)..])),
        _ => query,
    };
}
