using System.Buffers.Binary;
using Platform.Contracts;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Kafka;

/// <summary>
/// Which partition an event goes to: a function of the visitor alone, the same on every node and in every version, so that the
/// order of a visitor's events is the order of one partition. Many visitors share a partition and so a message: a transaction
/// stores hundreds of events instead of one.
/// </summary>
internal static class Partitioning
{
    public static int Of(AcceptedEvent accepted, int partitions) =>
        Of(DerivedId.Visitor(accepted.Tenant, accepted.Event.Origin.VisitorId), partitions);

    /// <summary>Dead letters have no order to keep; they are spread.</summary>
    public static int Of(RefusedEvent refused, int partitions) => Of(refused.Letter.Id, partitions);

    // The id's last bytes: they are random in a derived id as well as in a time-ordered one.
    private static int Of(Guid id, int partitions)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) % (uint)partitions);
    }
}
