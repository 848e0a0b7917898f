using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Storing;

/// <summary>Everybody in this process who is told of what was stored.</summary>
public sealed class EventListeners(IEnumerable<IEventsStoredListener> listeners)
{
    private readonly IEventsStoredListener[] _listeners = [.. listeners];

    /// <summary>Tells them, after the commit.</summary>
    public void Tell(EventsStored stored)
    {
        foreach (var listener in _listeners)
            listener.OnStored(stored);
    }
}
