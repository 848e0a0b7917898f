using System.Buffers.Binary;

namespace Platform.Projections.Exploration;

/// <summary>
/// What stands for a visitor's stream in a row: 64 bits drawn from an id that is itself a hash. Half the space of the id and
/// far quicker to count by; two of a million visitors of a tenant share one with a likelihood of 3 in 100 million.
/// </summary>
internal static class StreamKey
{
    public static long Of(Guid stream)
    {
        Span<byte> bytes = stackalloc byte[16];
        stream.TryWriteBytes(bytes, bigEndian: true, out _);
        // The halves together: each has bits that say only what kind of id it is.
        return BinaryPrimitives.ReadInt64BigEndian(bytes) ^ BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
    }
}
