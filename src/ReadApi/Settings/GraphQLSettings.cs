namespace Platform.ReadApi.Settings;

/// <summary>Limits and switches of the read API: section <c>GraphQL</c> of the configuration.</summary>
public sealed record GraphQLSettings
{
    /// <summary>Name of the section.</summary>
    public const string Section = "GraphQL";

    /// <summary>Largest request body and WebSocket message, bytes.</summary>
    public int MaxRequestBytes { get; init; } = 256 * 1024;

    /// <summary>Longest document, characters.</summary>
    public int MaxDocumentLength { get; init; } = 64_000;

    /// <summary>Most syntax nodes of a document, and most JSON values in its variables.</summary>
    public int MaxNodes { get; init; } = 8_000;

    /// <summary>Most fields of a document once its fragments are written out.</summary>
    public int MaxFields { get; init; } = 2_000;

    /// <summary>Most fields at the root of an operation: each is a question of its own to the store.</summary>
    public int MaxRootFields { get; init; } = 25;

    /// <summary>Deepest nesting of fields.</summary>
    public int MaxDepth { get; init; } = 16;

    /// <summary>Greatest estimated number of values in an answer.</summary>
    public int MaxComplexity { get; init; } = 100_000;

    /// <summary>How long a query may take.</summary>
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many operations may run at a time on one WebSocket.</summary>
    public int MaxOperationsPerConnection { get; init; } = 100;

    /// <summary>How long a WebSocket may stay without <c>connection_init</c>.</summary>
    public TimeSpan ConnectionInitTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a peer may leave a frame unread before it is cut off.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a quiet connection is told that it is alive.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>How often an open connection's log-in is checked again.</summary>
    public TimeSpan RecheckAccess { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Origins, besides our own, whose pages may call us: <c>https://host[:port]</c>.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>A JSON file of documents by their SHA-256: <c>{"hash": "query …"}</c>.</summary>
    public string? PersistedDocuments { get; init; }

    /// <summary>Refuses every document that is not in <see cref="PersistedDocuments"/>.</summary>
    public bool OnlyPersistedDocuments { get; init; }

    /// <summary>Who may ask for the schema.</summary>
    public Introspection Introspection { get; init; } = Introspection.Everyone;

    /// <summary>Whether a browser gets the explorer at <c>/graphql</c>.</summary>
    public bool Explorer { get; init; } = true;
}

/// <summary>Who may ask for the schema.</summary>
public enum Introspection
{
    /// <summary>Everyone who may ask questions at all.</summary>
    Everyone,

    /// <summary>Administrators only.</summary>
    Admins,
}
