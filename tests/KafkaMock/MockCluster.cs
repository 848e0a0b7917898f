using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Platform.Tests.KafkaMock;

/// <summary>librdkafka's mock cluster by its C interface, from the library that the .NET client has loaded.</summary>
internal sealed partial class MockCluster : IDisposable
{
    private const string Native = "mock-librdkafka";

    private readonly nint _cluster;

    private MockCluster(nint cluster) => _cluster = cluster;

    public string Bootstrap => Marshal.PtrToStringUTF8(Bootstraps(_cluster))!;

    public static MockCluster Start(int brokers)
    {
        Library.Load(null);
        NativeLibrary.SetDllImportResolver(typeof(MockCluster).Assembly, Resolve);
        var owner = NewClient(0, NewConfiguration(), new byte[512], 512);
        var cluster = owner == 0 ? 0 : New(owner, brokers);
        return cluster == 0 ? throw new InvalidOperationException("The mock cluster did not start.") : new MockCluster(cluster);
    }

    public void CreateTopic(string topic, int partitions)
    {
        if (TopicCreate(_cluster, topic, partitions, 1) is not 0 and var code)
            throw new InvalidOperationException($"The topic {topic} was not created: {code}.");
    }

    public int SetDown(int broker) => BrokerSetDown(_cluster, broker);

    public int SetUp(int broker) => BrokerSetUp(_cluster, broker);

    public int SetRoundTrip(int broker, int milliseconds) => BrokerSetRtt(_cluster, broker, milliseconds);

    public int SetLeader(string topic, int partition, int broker) => PartitionSetLeader(_cluster, topic, partition, broker);

    public int SetCoordinator(string group, int broker) => CoordinatorSet(_cluster, "group", group, broker);

    public int PushErrors(short request, int count, int code)
    {
        PushRequestErrors(_cluster, request, (nuint)count, [.. Enumerable.Repeat(code, count)]);
        return 0;
    }

    public void Dispose() => Destroy(_cluster);

    // The client carries several builds and loads the one that fits; that very one is asked for again.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Native)
            return 0;
        var loaded = File.ReadLines("/proc/self/maps").Select(line => line.Split(' ')[^1]).First(file => file.EndsWith("librdkafka.so", StringComparison.Ordinal));
        return NativeLibrary.Load(loaded);
    }

    [LibraryImport(Native, EntryPoint = "rd_kafka_conf_new")]
    private static partial nint NewConfiguration();

    [LibraryImport(Native, EntryPoint = "rd_kafka_new")]
    private static partial nint NewClient(int type, nint configuration, byte[] problem, nuint size);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_cluster_new")]
    private static partial nint New(nint client, int brokers);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    private static partial void Destroy(nint cluster);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static partial nint Bootstraps(nint cluster);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int TopicCreate(nint cluster, string topic, int partitions, int replicas);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_broker_set_down")]
    private static partial int BrokerSetDown(nint cluster, int broker);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_broker_set_up")]
    private static partial int BrokerSetUp(nint cluster, int broker);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_broker_set_rtt")]
    private static partial int BrokerSetRtt(nint cluster, int broker, int milliseconds);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_partition_set_leader", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int PartitionSetLeader(nint cluster, string topic, int partition, int broker);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_coordinator_set", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CoordinatorSet(nint cluster, string keyType, string key, int broker);

    [LibraryImport(Native, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    private static partial void PushRequestErrors(nint cluster, short request, nuint count, int[] codes);
}
