using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Platform.Ingest.Protocols.Mixpanel;

/// <summary>Mixpanel's ingestion API: events, profiles, groups and imports; as JSON, lines of JSON, or a form's field.</summary>
internal sealed class MixpanelProtocol : Protocol
{
    public override IReadOnlyList<string> Paths { get; } = ["track", "engage", "groups", "import"];

    public override bool ByGet => true;

    public override Envelope Open(CollectRequest request)
    {
        var messages = request.Json is null && request.Form("data") is null && request.Query("data") is null ? Lines(request) : null;
        var root = messages is null ? request.Unwrap("data") : default;
        var array = root.ValueKind == JsonValueKind.Array;
        messages ??= array ? [.. root.EnumerateArray()] : [root];
        return new Envelope([.. messages.Select(message => new Message(message, Source(message, request)))], Single: !array && messages.Count == 1);
    }

    public override IEnumerable<RawEvent> Read(JsonElement message, Envelope envelope, CollectRequest request) => Call(request) switch
    {
        "engage" => MixpanelReader.ReadProfile(message, request.Sender),
        "groups" => [MixpanelReader.ReadGroup(message, request.Sender)],
        _ => [MixpanelReader.ReadEvent(message, request.Sender)],
    };

    public override IResult Answer(Verdict verdict, CollectRequest request)
    {
        if (request.Query("verbose") == "1" || request.Form("verbose") == "1")
            return Results.Json(new { status = verdict.Status is 200 ? 1 : 0, error = verdict.Message }, statusCode: verdict.Status);
        // An import of JSON is answered with its account; what comes in a form is answered with a digit.
        if (Call(request) == "import" && request.Form("data") is null && request.Query("data") is null)
            return Results.Json(
                verdict.Status is 200
                    ? new { code = 200, num_records_imported = verdict.Accepted, status = "OK", error = (string?)null, failed_records = verdict.Refused.Select(refusal => new { message = refusal.Message }) }
                    : new { code = verdict.Status, num_records_imported = 0, status = "Bad Request", error = verdict.Message, failed_records = verdict.Refused.Select(refusal => new { message = refusal.Message }) },
                statusCode: verdict.Status);
        return Results.Text(verdict.Status is 200 ? "1" : "0", statusCode: verdict.Status);
    }

    private static string Call(CollectRequest request) => request.Http.Path.Value!.Trim('/').ToLowerInvariant();

    private static List<JsonElement>? Lines(CollectRequest request)
    {
        try
        {
            var lines = Encoding.UTF8.GetString(request.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return lines.Length > 1 ? [.. lines.Select(line => JsonElement.Parse(line, new JsonDocumentOptions { MaxDepth = 512 }))] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Only imports bring a secret: as the user alone, or as the password of a service account.
    private static SourceName? Source(JsonElement message, CollectRequest request)
    {
        var token = Field.Loose(Field.Object(message, "properties"), "token") ?? Field.Loose(message, "$token") ?? request.Query("project_id");
        return SourceName.Of(token ?? request.BasicUser ?? request.Query("api_key"), secret: request.BasicPassword ?? request.BasicUser);
    }
}
