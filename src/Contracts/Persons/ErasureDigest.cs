using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Contracts.Persons;

/// <summary>
/// The fingerprint of an erasure that anyone can recompute: SHA-256, in lower-case hexadecimal, of the lines "forgotten", tenant, person id,
/// time (UTC, as in 2026-01-31T12:00:00.000Z) and the ids of the erased events (32 hexadecimal digits each, in order), each ended by a line feed.
/// </summary>
public static class ErasureDigest
{
    /// <summary>Computes it.</summary>
    public static string Of(string tenant, string personId, DateTimeOffset at, IEnumerable<Guid> events)
    {
        var text = new StringBuilder("forgotten\n").Append(tenant).Append('\n').Append(personId).Append('\n')
            .Append(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)).Append('\n');
        foreach (var id in events.Select(id => id.ToString("N")).Order(StringComparer.Ordinal))
            text.Append(id).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
