using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Storing;

/// <summary>Where the collectors leave what passed the steps and what did not: a queue in this process, or a broker's topic.</summary>
public interface IEventSink
{
    /// <summary>Hands events in; the task ends once none of them can be lost any more: committed, or acknowledged by the broker.</summary>
    /// <param name="overruled">Told, before the task ends and on any thread, of each event that the storing transaction refused. A broker's sink never tells.</param>
    /// <returns>False when that is not known, so that the client must send them again. Null when there is no room: nothing was taken.</returns>
    Task<bool>? TryEnqueue(IReadOnlyList<AcceptedEvent> accepted, IReadOnlyList<RefusedEvent> refused, Action<OverruledEvent>? overruled = null);
}
