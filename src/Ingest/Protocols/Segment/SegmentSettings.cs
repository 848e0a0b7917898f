using Platform.Contracts.Tenants;

namespace Platform.Ingest.Protocols.Segment;

/// <summary>What analytics.js asks for when it starts: where to send, and that there is no other destination.</summary>
internal static class SegmentSettings
{
    public static object For(string key, string scheme, string host, VisitorIdentification identification) => new Dictionary<string, object>
    {
        ["integrations"] = new Dictionary<string, object>
        {
            ["Segment.io"] = new
            {
                apiKey = key,
                apiHost = $"{host}/v1",
                protocol = scheme,
                addBundledMetadata = false,
                unbundledIntegrations = Array.Empty<string>(),
            },
        },
        ["plan"] = new
        {
            track = new { __default = new { enabled = true, integrations = new { } } },
            identify = new { __default = new { enabled = true } },
            group = new { __default = new { enabled = true } },
        },
        ["edgeFunction"] = new { },
        ["analyticsNextEnabled"] = true,
        ["metrics"] = new { sampleRate = 0 },
        ["remotePlugins"] = Array.Empty<string>(),
        ["visitorIdentification"] = identification == VisitorIdentification.FirstParty ? "first-party" : "cookieless",
    };
}
