using Platform.Projections.Exploration;

namespace Platform.Projections.Paths;

/// <summary>Makes a path of a unit's visits: anchored, within the window, repeated neighbours once, at most so many steps.</summary>
internal sealed class PathCutter(PathsInput input, TextCodes nodes)
{
    private readonly List<int> _path = [];

    /// <summary>The path's nodes, empty when there is none; valid until the next one.</summary>
    public IReadOnlyList<int> Cut(ReadOnlySpan<Visit> way)
    {
        _path.Clear();
        var start = input.StartAt is null ? 0 : IndexOf(way, input.StartAt);
        if (start < 0)
            return _path;
        var until = input.Unit == PathUnit.Person ? way[start].At + Micros.Of(input.Window) : long.MaxValue;
        for (var place = start; place < way.Length && way[place].At <= until; place++)
        {
            if (_path.Count == 0 || _path[^1] != way[place].Node)
                _path.Add(way[place].Node);
            if (input.EndAt is not null && nodes.Texts[way[place].Node] == input.EndAt)
                return Last();
            if (input.EndAt is null && _path.Count == input.MaxSteps)
                return _path;
        }
        if (input.EndAt is not null)
            _path.Clear();
        return _path;
    }

    // With a start as well, a path that is too long from one to the other keeps its end.
    private List<int> Last()
    {
        if (_path.Count > input.MaxSteps)
            _path.RemoveRange(0, _path.Count - input.MaxSteps);
        for (var missing = input.MaxSteps - _path.Count; missing > 0; missing--)
            _path.Insert(0, PathCount.Nothing);
        return _path;
    }

    private int IndexOf(ReadOnlySpan<Visit> way, string node)
    {
        for (var place = 0; place < way.Length; place++)
            if (nodes.Texts[way[place].Node] == node)
                return place;
        return -1;
    }
}
