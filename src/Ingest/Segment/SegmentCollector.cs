using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;
using Platform.Ingest.Http;
using Platform.Ingest.Steps;

namespace Platform.Ingest.Segment;

/// <summary>Takes a Segment request from its bytes to the committed events and the right answer.</summary>
internal sealed class SegmentCollector(
    IngestPipeline pipeline, ISourceDirectory sources, StrangerLetters strangers, IOptions<IngestOptions> options, TimeProvider clock)
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 512 };

    public async Task<IResult> CollectAsync(HttpContext http, EventKind? kind, bool batch)
    {
        var limits = options.Value;
        byte[]? body;
        try
        {
            body = await RequestBody.ReadAsync(http.Request, limits.MaxBatchBytes, http.RequestAborted);
        }
        catch (InvalidDataException)
        {
            return Refuse(400, "The body says that it is compressed but cannot be decompressed.");
        }
        if (body is null)
            return Refuse(413, $"The body is larger than {limits.MaxBatchBytes} bytes; send smaller batches.");

        JsonElement root;
        try
        {
            root = JsonElement.Parse(body, Reading);
        }
        catch (JsonException invalid)
        {
            await strangers.KeepAsync(DropReason.Malformed, $"The body is not JSON: {invalid.Message}", StorableJson.Keep(body, limits));
            return Refuse(400, $"The body is not JSON (line {invalid.LineNumber + 1}, byte {invalid.BytePositionInLine}).");
        }
        return root.ValueKind == JsonValueKind.Object
            ? await CollectAsync(http, root, kind, batch)
            : Refuse(400, "The body must be a JSON object.");
    }

    private async Task<IResult> CollectAsync(HttpContext http, JsonElement root, EventKind? kind, bool batch)
    {
        var limits = options.Value;
        var key = BasicUser(http.Request) ?? WriteKey(root);
        if (key is null || await sources.FindAsync(key, http.RequestAborted) is not { } source)
        {
            const string unknown = "The write key is missing or not known; send it as the Basic user name or as 'writeKey'.";
            await strangers.KeepAsync(DropReason.UnknownSource, unknown, StorableJson.Keep(root, limits));
            return Refuse(401, unknown);
        }
        var received = clock.GetUtcNow();
        if (!batch)
            return Answer(await pipeline.SubmitAsync([Read(root, default, kind, http.Request)], source, received), single: true);

        if (!root.TryGetProperty("batch", out var events) || events.ValueKind != JsonValueKind.Array)
            return Refuse(400, "A batch request needs 'batch', an array of events.");
        if (events.GetArrayLength() > limits.MaxBatchEvents)
            return Refuse(400, $"The batch has {events.GetArrayLength()} events; send at most {limits.MaxBatchEvents} in one request.");
        if (CheckEnvelope(root) is { } problem)
            return Refuse(400, problem);
        var incoming = new List<Incoming>(events.GetArrayLength());
        foreach (var message in events.EnumerateArray())
            incoming.Add(Read(message, root, null, http.Request));
        return Answer(await pipeline.SubmitAsync(incoming, source, received), single: false);
    }

    private Incoming Read(JsonElement message, JsonElement envelope, EventKind? kind, HttpRequest request)
    {
        if (StorableJson.Check(message, options.Value) is { } unstorable)
            return new Incoming(null, unstorable, message);
        var (read, refused) = SegmentReader.Read(message, envelope, kind, FromRequest(request));
        return new Incoming(read, refused, message);
    }

    private string? CheckEnvelope(JsonElement root)
    {
        foreach (var shared in root.EnumerateObject())
            if (shared.NameEquals("context") && StorableJson.Check(shared.Value, options.Value) is { } refusal)
                return $"The batch's 'context' is refused: {refusal.Message}";
        try
        {
            Field.Time(root, "sentAt");
            return null;
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidOperationException)
        {
            return "'sentAt' must be an ISO 8601 time such as 2026-01-31T12:00:00.000Z.";
        }
    }

    private static RawContext FromRequest(HttpRequest request) => new()
    {
        UserAgent = request.Headers.UserAgent.ToString() is { Length: > 0 } agent ? agent : null,
        Language = request.Headers.AcceptLanguage.ToString() is { Length: > 0 } language ? language : null,
        Address = request.HttpContext.Connection.RemoteIpAddress,
    };

    private static string? BasicUser(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;
        var decoded = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[6..].Trim(), decoded, out var length))
            return null;
        var pair = Encoding.UTF8.GetString(decoded, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        var user = colon < 0 ? pair : pair[..colon];
        return user.Length > 0 ? user : null;
    }

    private static string? WriteKey(JsonElement root)
    {
        try
        {
            return Field.Id(root, "writeKey");
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IResult Answer(SubmissionResult result, bool single) => result switch
    {
        { Outcome: SubmissionOutcome.Busy } => new RetryLater("The store is behind; send the same events again in a second."),
        { Outcome: SubmissionOutcome.Stopping } => new RetryLater("The server is stopping; send the same events again."),
        { Refused: [{ Reason: DropReason.TooLarge } refusal] } when single => Refuse(413, refusal.Message),
        { Refused: [{ Reason: not DropReason.Bot } refusal] } when single => Refuse(400, refusal.Message),
        _ => Results.Json(Segment.Answer.Success200),
    };

    private static IResult Refuse(int status, string message) => Results.Json(new Answer(false, message), statusCode: status);
}
