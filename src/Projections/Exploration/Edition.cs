namespace Platform.Projections.Exploration;

/// <summary>One file of the exploration store. Who began to read it ends with it, even when another one has taken its place.</summary>
internal sealed class Edition(string name, string path)
{
    /// <summary>What statements call it.</summary>
    public string Name => name;

    /// <summary>Where it lies.</summary>
    public string Path => path;

    /// <summary>How many read it.</summary>
    public int Readers { get; set; }

    /// <summary>Whether it goes away with its last reader.</summary>
    public bool Retired { get; set; }
}
