using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Platform.Ingest.Kafka;

/// <summary>Keeps messages that nobody can read, as they came, with where they stood and why they are here as headers.</summary>
public sealed class DeadLetterTopic(KafkaOptions kafka, KafkaClients clients, TimeProvider clock, ILogger<DeadLetterTopic> log) : IDisposable
{
    private readonly Lazy<IProducer<string, byte[]>> _producer = new(clients.Producer);

    /// <summary>Keeps the message; tried until the brokers have it, so that its partition may go on.</summary>
    /// <returns>False when <paramref name="giveUp"/> came first.</returns>
    internal async Task<bool> KeepAsync(ConsumeResult<string, byte[]> message, string reason, CancellationToken giveUp)
    {
        if (kafka.DeadLetterTopic.Length == 0)
            return true;
        var headers = new Headers();
        foreach (var header in message.Message.Headers ?? [])
            headers.Add(header.Key, header.GetValueBytes());
        headers.Add("dead-letter-reason", Encoding.UTF8.GetBytes(reason));
        headers.Add("dead-letter-from", Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{message.Topic}/{message.Partition.Value}/{message.Offset.Value}")));
        while (!giveUp.IsCancellationRequested)
        {
            try
            {
                await _producer.Value.ProduceAsync(
                    kafka.DeadLetterTopic, new Message<string, byte[]> { Key = message.Message.Key, Value = message.Message.Value, Headers = headers }, giveUp);
                return true;
            }
            catch (ProduceException<string, byte[]> failure)
            {
                log.LogWarning("The topic {Topic} did not take a message: {Problem}. Trying again.", kafka.DeadLetterTopic, failure.Error.Reason);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
        return false;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_producer.IsValueCreated)
            _producer.Value.Dispose();
    }
}
