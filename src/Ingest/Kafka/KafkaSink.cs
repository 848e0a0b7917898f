using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Platform.Ingest.Storing;

namespace Platform.Ingest.Kafka;

/// <summary>
/// The way from the collectors to the store by a broker. What comes within a few milliseconds shares a message a partition; the
/// partition follows from the visitor, so that its events keep their order through the topic. A client is answered once all replicas
/// have its events.
/// </summary>
public sealed class KafkaSink(KafkaOptions kafka, KafkaClients clients, KafkaStatus status, IOptions<IngestOptions> options, TimeProvider clock, ILogger<KafkaSink> log)
    : BackgroundService, IEventSink
{
    private readonly Channel<Outgoing> _waiting = Channel.CreateUnbounded<Outgoing>(new() { SingleReader = true });
    private readonly Lazy<IProducer<string, byte[]>> _producer = new(clients.Producer);
    private readonly QueueRoom _room = new(options.Value);

    /// <inheritdoc />
    public Task<bool>? TryEnqueue(IReadOnlyList<AcceptedEvent> accepted, IReadOnlyList<RefusedEvent> refused, Action<OverruledEvent>? overruled = null)
    {
        var parts = accepted.Count + refused.Count;
        if (parts == 0)
            return Task.FromResult(true);
        var submission = new Submission(parts);
        List<Outgoing> outgoing =
        [
            .. accepted.Select(item => new Outgoing(Partitioning.Of(item, kafka.Partitions), BatchFormat.Write(item), false, submission)),
            .. refused.Select(item => new Outgoing(Partitioning.Of(item, kafka.Partitions), BatchFormat.Write(item), true, submission)),
        ];
        if (!_room.TryTake(parts, outgoing.Sum(part => (long)part.Json.Length)))
            return null;
        outgoing.ForEach(Put);
        return submission.Committed;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lanes = Enumerable.Range(0, kafka.Partitions).Select(_ => new List<Outgoing>()).ToArray();
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (kafka.LingerMs > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(kafka.LingerMs), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (_waiting.Reader.TryRead(out var part))
                lanes[part.Partition].Add(part);
            foreach (var lane in lanes)
            {
                foreach (var message in Messages(lane))
                    Send(message);
                lane.Clear();
            }
        }
    }

    /// <summary>Takes nothing more, and waits for the broker's answers as long as the host may take to stop.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        if (ExecuteTask is { } sending)
            await sending;
        if (_producer.IsValueCreated)
            await Task.Run(() => _producer.Value.Flush(cancellationToken), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        if (_producer.IsValueCreated)
            _producer.Value.Dispose();
        base.Dispose();
    }

    private void Put(Outgoing part)
    {
        if (_waiting.Writer.TryWrite(part))
            return;
        _room.Release(1, part.Json.Length);
        part.Submission.Abandon();
    }

    private IEnumerable<List<Outgoing>> Messages(List<Outgoing> lane)
    {
        for (var next = 0; next < lane.Count;)
        {
            var message = new List<Outgoing>();
            for (var bytes = BatchFormat.Overhead; next < lane.Count && message.Count < kafka.BatchEvents; next++)
            {
                bytes += lane[next].Json.Length + 1;
                if (message.Count > 0 && bytes > kafka.MessageBytes)
                    break;
                message.Add(lane[next]);
            }
            yield return message;
        }
    }

    private void Send(List<Outgoing> parts)
    {
        var partition = parts[0].Partition;
        var message = new Message<string, byte[]>
        {
            Key = partition.ToString(CultureInfo.InvariantCulture),
            Value = BatchFormat.Join([.. parts.Where(part => !part.Refused).Select(part => part.Json)], [.. parts.Where(part => part.Refused).Select(part => part.Json)]),
        };
        if (parts[0].Submission.Span is { TraceId: var trace, SpanId: var span } caller && caller != default)
            message.Headers = new Headers { { Tracing.Header, Encoding.ASCII.GetBytes($"00-{trace}-{span}-{(int)caller.TraceFlags:x2}") } };
        try
        {
            _producer.Value.Produce(new TopicPartition(kafka.EventsTopic, partition), message, report => Answer(parts, report.Error));
        }
        catch (ProduceException<string, byte[]> refused)
        {
            Answer(parts, refused.Error);
        }
    }

    private void Answer(List<Outgoing> parts, Error error)
    {
        _room.Release(parts.Count, parts.Sum(part => (long)part.Json.Length));
        status.Acknowledged(error);
        if (error.IsError)
            log.LogWarning("Kafka did not acknowledge {Events} events: {Problem}. Their senders are asked to send them again.", parts.Count, error.Reason);
        foreach (var part in parts)
        {
            if (error.IsError)
                part.Submission.Abandon();
            else
                part.Submission.PartCommitted();
        }
    }

    private readonly record struct Outgoing(int Partition, byte[] Json, bool Refused, Submission Submission);
}
