namespace Platform.Projections.Persons;

/// <summary>
/// Who is who: visitor streams joined by links; a person is a connected set, named by its least stream, so that the
/// order of joining does not matter. Unlinking takes a stream's links away; what is linked later holds again.
/// </summary>
internal sealed class IdentityGraph
{
    private readonly Dictionary<Guid, HashSet<Guid>> _links = [];

    /// <summary>Adds a link; false when it was there.</summary>
    public bool Link(Guid a, Guid b) => a != b && Neighbours(a).Add(b) | Neighbours(b).Add(a);

    /// <summary>Takes away every link of a stream; gives the streams that it was linked with.</summary>
    public IReadOnlyList<Guid> Unlink(Guid stream)
    {
        var neighbours = Neighbours(stream).ToList();
        foreach (var neighbour in neighbours)
            Neighbours(neighbour).Remove(stream);
        Neighbours(stream).Clear();
        return neighbours;
    }

    /// <summary>The connected set of a stream, itself included.</summary>
    public IReadOnlyCollection<Guid> Component(Guid stream)
    {
        var seen = new HashSet<Guid> { stream };
        var open = new Stack<Guid>([stream]);
        while (open.TryPop(out var next))
            foreach (var neighbour in Neighbours(next))
                if (seen.Add(neighbour))
                    open.Push(neighbour);
        return seen;
    }

    /// <summary>The name of a set: the least stream by its hexadecimal text.</summary>
    public static Guid Person(IEnumerable<Guid> component) => component.MinBy(stream => stream.ToString("N"), StringComparer.Ordinal);

    private HashSet<Guid> Neighbours(Guid stream) =>
        _links.TryGetValue(stream, out var links) ? links : _links[stream] = [];
}
