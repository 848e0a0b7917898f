namespace Platform.Ingest.Protocols.Segment;

/// <summary>What RudderStack's browser client asks for when it starts: that the source exists, and that events go nowhere else.</summary>
internal static class RudderStackSettings
{
    private static readonly object Off = new { enabled = false };

    public static object For(string key, string source) => new
    {
        source = new
        {
            id = key,
            name = source,
            writeKey = key,
            enabled = true,
            workspaceId = source,
            config = new { statsCollection = new { errors = Off, metrics = Off } },
            destinations = Array.Empty<string>(),
            connections = Array.Empty<string>(),
            dataplanes = new { },
        },
    };
}
