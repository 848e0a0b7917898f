using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Ingest.Enrichment;

/// <summary>Tells visitors apart for a day without storing anything with them: a keyed hash of tenant, address and user agent.</summary>
public sealed class CookielessVisitor
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The visitor id of this day.</summary>
    public string IdFor(string tenant, IPAddress? address, string? userAgent, DateTimeOffset at) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{at:yyyyMMdd}\n{tenant}\n{address}\n{userAgent}"))[..16]);
}
