using System.Collections.Concurrent;
using Marten;
using Platform.Contracts.Events;

namespace Platform.Ingest.Storing;

/// <summary>How the event store names the type of an event: asked of the store once a type.</summary>
internal static class StoredType
{
    private static readonly ConcurrentDictionary<Type, (string Name, string Class)> Known = new();

    /// <summary>The stored name, and the class that reads it again.</summary>
    public static (string Name, string Class) Of(IDocumentSession session, IVisitorEvent happened)
    {
        if (Known.TryGetValue(happened.GetType(), out var known))
            return known;
        var wrapped = session.Events.BuildEvent(happened);
        return Known[happened.GetType()] = (wrapped.EventTypeName, wrapped.DotNetTypeName);
    }
}
