using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using JasperFx;
using Platform.Contracts.Events;
using Weasel.Core;
using Weasel.Storage;

namespace Platform.Host.EventStore;

/// <summary>
/// How the store writes and reads JSON. Visitor events are read from their bytes at once, and the last ones are kept: every
/// projection reads the same events at about the same time, and an event never changes, so the same bytes are the same event.
/// </summary>
internal sealed class StoredJson : Marten.Services.SystemTextJsonSerializer, Marten.ISerializer
{
    private const int Kept = 8_192;

    private static readonly JsonSerializerOptions Reading = Configured(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter() } });
    private readonly Known?[] _known = new Known?[Kept];

    public StoredJson()
    {
        EnumStorage = EnumStorage.AsString;
        Casing = Casing.CamelCase;
        Configure(options => Configured(options));
    }

    ValueTask<object> IStorageSerializer.FromJsonAsync(Type type, DbDataReader reader, int index, CancellationToken cancellationToken) =>
        typeof(IVisitorEvent).IsAssignableFrom(type)
            ? ValueTask.FromResult(Read(type, reader.GetFieldValue<byte[]>(index)))
            : FromJsonAsync(type, reader, index, cancellationToken);

    private object Read(Type type, byte[] bytes)
    {
        var content = default(HashCode);
        content.AddBytes(bytes);
        var hash = content.ToHashCode();
        ref var place = ref _known[(uint)hash % Kept];
        if (Volatile.Read(ref place) is { } known && known.Hash == hash && known.Event.GetType() == type && known.Bytes.AsSpan().SequenceEqual(bytes))
            return known.Event;
        var read = JsonSerializer.Deserialize(bytes, type, Reading)!;
        Volatile.Write(ref place, new Known(hash, bytes, read));
        return read;
    }

    private static JsonSerializerOptions Configured(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        return options;
    }

    private sealed record Known(int Hash, byte[] Bytes, object Event);
}
