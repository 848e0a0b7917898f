namespace Platform.Projections.Exploration;

/// <summary>Settings under <c>Exploration</c>.</summary>
public sealed record ExplorationOptions
{
    /// <summary>The DuckDB file; by default <c>exploration.duckdb</c> in the data directory.</summary>
    public string Path { get; set; } = "";

    /// <summary>Memory that the store may use, MB.</summary>
    public int MemoryLimitMb { get; init; } = 128;

    /// <summary>Threads of one query.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>Most events written in one transaction.</summary>
    public int PageSize { get; init; } = 5_000;

    /// <summary>Least time between two transactions, so that a trickle of events does not become a storm of commits.</summary>
    public TimeSpan MinimumInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gap after which a visitor's next event begins a new session.</summary>
    public TimeSpan SessionGap { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Longest session.</summary>
    public TimeSpan LongestSession { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Longest time a question may take.</summary>
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
