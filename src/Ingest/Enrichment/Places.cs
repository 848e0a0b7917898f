using System.Net;
using MaxMind.Db;
using Microsoft.Extensions.Configuration;

namespace Platform.Ingest.Enrichment;

/// <summary>Where an address is, by the database file of the setting <c>GeoDatabase</c>; nowhere without one.</summary>
public sealed class Places(IConfiguration configuration) : IDisposable
{
    private readonly Reader? _reader = configuration["GeoDatabase"] is { Length: > 0 } file ? new Reader(file) : null;

    /// <summary>Country (ISO 3166-1 alpha-2), region and city, as far as they are known.</summary>
    public (string? Country, string? Region, string? City) Of(IPAddress? address)
    {
        if (_reader is null || address is null || _reader.Find<Dictionary<string, object>>(address) is not { } found)
            return (null, null, null);
        var region = found.GetValueOrDefault("subdivisions") is List<object> { Count: > 0 } regions ? regions[0] : null;
        return (Text(found.GetValueOrDefault("country"), "iso_code"), Name(region), Name(found.GetValueOrDefault("city")));
    }

    /// <inheritdoc />
    public void Dispose() => _reader?.Dispose();

    private static string? Name(object? place) =>
        place is Dictionary<string, object> fields && fields.GetValueOrDefault("names") is { } names ? Text(names, "en") : null;

    private static string? Text(object? fields, string name) => (fields as Dictionary<string, object>)?.GetValueOrDefault(name) as string;
}
