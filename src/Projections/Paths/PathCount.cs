using Platform.Projections.Questions;

namespace Platform.Projections.Paths;

/// <summary>Counts paths by their links, and nodes by their step.</summary>
internal sealed class PathCount(int steps)
{
    /// <summary>Where a path has not begun yet.</summary>
    public const int Nothing = -1;

    private readonly Dictionary<int, long>[] _nodes = [.. Enumerable.Range(0, steps).Select(_ => new Dictionary<int, long>())];
    private readonly Dictionary<(int Source, int Target), long>[] _links = [.. Enumerable.Range(0, steps - 1).Select(_ => new Dictionary<(int, int), long>())];

    /// <summary>How many paths there were.</summary>
    public long Paths { get; private set; }

    public void Add(IReadOnlyList<int> path)
    {
        if (path.Count == 0)
            return;
        Paths++;
        for (var step = 0; step < path.Count; step++)
        {
            if (path[step] == Nothing)
                continue;
            _nodes[step][path[step]] = _nodes[step].GetValueOrDefault(path[step]) + 1;
            if (step > 0 && path[step - 1] != Nothing)
                _links[step - 1][(path[step - 1], path[step])] = _links[step - 1].GetValueOrDefault((path[step - 1], path[step])) + 1;
        }
    }

    /// <summary>The links, step by step, the most used first; nodes beyond the top ones of their step are one.</summary>
    public IReadOnlyList<PathLink> Links(IReadOnlyList<string> names, int topK)
    {
        var top = _nodes.Select(step => step.OrderByDescending(node => node.Value).ThenBy(node => names[node.Key], StringComparer.Ordinal)
            .Take(topK).Select(node => node.Key).ToHashSet()).ToList();
        string Name(int step, int node) => top[step].Contains(node) ? names[node] : Breakdown.Other;
        return
        [
            .. _links.SelectMany((links, step) => links
                .GroupBy(link => (Source: Name(step, link.Key.Source), Target: Name(step + 1, link.Key.Target)), link => link.Value)
                .Select(link => new PathLink(step + 1, link.Key.Source, link.Key.Target, link.Sum()))
                .OrderByDescending(link => link.Count).ThenBy(link => link.Source, StringComparer.Ordinal).ThenBy(link => link.Target, StringComparer.Ordinal)),
        ];
    }
}
