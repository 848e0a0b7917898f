using System.Buffers.Binary;
using System.Text.Json;
using Platform.Contracts;
using Platform.Contracts.Tenants;
using Platform.Ingest.Steps;

namespace Platform.Ingest.Import;

/// <summary>What an import remembers from line to line. It reads every line from the first on, also those that were stored before it was stopped.</summary>
internal sealed class ImportRun(Guid id, ImportOrder order, DateTimeOffset startedAt, IngestOptions limits)
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 512 };
    private readonly Dictionary<Guid, int> _seen = [];
    private TimeSpan? _shift = order.ShiftTo is null ? TimeSpan.Zero : null;

    public ResolvedSource Source => order.Source;

    public IngestOptions Limits => limits;

    /// <summary>An id for what has none. The same content may rightly stand in a file twice: it is the first, the second… of its kind.</summary>
    public string MessageId(string content)
    {
        var kind = DerivedId.Of("import", order.Format.ToString(), content);
        var place = _seen[kind] = _seen.GetValueOrDefault(kind) + 1;
        return $"{kind:N}-{place}";
    }

    /// <summary>A moment, moved with the whole file.</summary>
    public DateTimeOffset Shift(DateTimeOffset at)
    {
        _shift ??= TimeSpan.FromDays(order.ShiftTo!.Value.DayNumber - DateOnly.FromDateTime(at.UtcDateTime).DayNumber);
        return at + _shift.Value;
    }

    /// <summary>A record's JSON.</summary>
    /// <exception cref="FormatException">It is not a JSON object, or cannot be stored.</exception>
    public JsonElement Json(ImportRecord record)
    {
        JsonElement json;
        try
        {
            json = JsonElement.Parse(record.Text, Reading);
        }
        catch (JsonException invalid)
        {
            throw new FormatException($"It is not JSON: {invalid.Message}", invalid);
        }
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException("It is not a JSON object.");
        return StorableJson.Check(json, limits) is { } refusal ? throw new FormatException(refusal.Message) : json;
    }

    /// <summary>The dead letter's id: the same for the same record, so that a part that is stored again keeps no second letter; in order of time by the import's start.</summary>
    public Guid LetterId(ImportRecord record, int part)
    {
        Span<byte> bytes = stackalloc byte[16];
        DerivedId.Of("import-letter", id.ToString("N"), $"{record.Place}\n{part}").TryWriteBytes(bytes, bigEndian: true, out _);
        Span<byte> moment = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(moment, startedAt.ToUnixTimeMilliseconds());
        moment[2..].CopyTo(bytes);
        return new Guid(bytes, bigEndian: true);
    }
}
