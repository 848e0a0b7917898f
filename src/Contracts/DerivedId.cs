using System.Security.Cryptography;
using System.Text;

namespace Platform.Contracts;

/// <summary>
/// Identifiers that follow from their content (RFC 9562 version 8 over SHA-256, first 128 bits): the same input gives the
/// same identifier on every node, in every replay.
/// </summary>
public static class DerivedId
{
    /// <summary>The stream of a visitor: one stream per tenant and visitor id.</summary>
    public static Guid Visitor(string tenant, string visitorId) => Of("visitor", tenant, visitorId);

    /// <summary>The identity of an event: one per tenant and message id, for ever.</summary>
    public static Guid Message(string tenant, string messageId) => Of("message", tenant, messageId);

    /// <summary>The stream of a tenant's definition.</summary>
    public static Guid Tenant(string tenant) => Of("tenant", tenant, "");

    /// <summary>The stream of a person who may log in.</summary>
    public static Guid User(string name) => Of("user", name, "");

    /// <summary>An identifier derived from a namespace and two parts. Parts are length-prefixed, so ("a","bc") differs from ("ab","c").</summary>
    public static Guid Of(string kind, string first, string second)
    {
        var size = 12 + Encoding.UTF8.GetMaxByteCount(kind.Length + first.Length + second.Length);
        var input = size <= 1024 ? stackalloc byte[size] : new byte[size];
        var length = Put(input, 0, kind);
        length = Put(input, length, first);
        length = Put(input, length, second);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(input[..length], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>The same, sorting by a time among the identifiers of <see cref="NewId"/>: its first 48 bits are the Unix time in milliseconds.</summary>
    public static Guid At(DateTimeOffset time, string kind, string first, string second)
    {
        Span<byte> bytes = stackalloc byte[16];
        Of(kind, first, second).TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = Math.Max(0, time.ToUnixTimeMilliseconds());
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(milliseconds >> 32));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)milliseconds);
        return new Guid(bytes, bigEndian: true);
    }

    private static int Put(Span<byte> target, int at, string part)
    {
        var written = Encoding.UTF8.GetBytes(part, target[(at + 4)..]);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(target[at..], written);
        return at + 4 + written;
    }
}
