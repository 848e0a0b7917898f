using System.Globalization;
using Platform.Tests.KafkaMock;

// A broker cluster for tests, in a process of its own: librdkafka's mock, which speaks the real protocol.
// Arguments: number of brokers, then topics as name:partitions. Prints the bootstrap addresses, then obeys one command a line
// until its input ends.
using var cluster = MockCluster.Start(int.Parse(args[0], CultureInfo.InvariantCulture));
foreach (var topic in args.Skip(1).Select(argument => argument.Split(':')))
    cluster.CreateTopic(topic[0], int.Parse(topic[1], CultureInfo.InvariantCulture));
Console.WriteLine(cluster.Bootstrap);
while (await Console.In.ReadLineAsync() is { } line)
    Console.WriteLine(Obey(line.Split(' ')) is 0 ? "ok" : $"failed: {line}");

int Obey(string[] words) => words switch
{
    ["down", var broker] => cluster.SetDown(Number(broker)),
    ["up", var broker] => cluster.SetUp(Number(broker)),
    ["rtt", var broker, var milliseconds] => cluster.SetRoundTrip(Number(broker), Number(milliseconds)),
    ["leader", var topic, var partition, var broker] => cluster.SetLeader(topic, Number(partition), Number(broker)),
    ["coordinator", var group, var broker] => cluster.SetCoordinator(group, Number(broker)),
    ["errors", var request, var count, var code] => cluster.PushErrors((short)Number(request), Number(count), Number(code)),
    _ => -1,
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
