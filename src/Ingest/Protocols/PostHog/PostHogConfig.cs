using System.Text.Json;

namespace Platform.Ingest.Protocols.PostHog;

/// <summary>What PostHog's clients ask when they start: no flags, no recordings, no surveys; events and nothing else.</summary>
internal static class PostHogConfig
{
    private static readonly string[] Compression = ["gzip", "gzip-js"];

    public static readonly object Flags = new
    {
        featureFlags = new { },
        featureFlagPayloads = new { },
        flags = new { },
        errorsWhileComputingFlags = false,
        config = new { enable_collect_everything = true },
        supportedCompression = Compression,
        sessionRecording = false,
        toolbarParams = new { },
        isAuthenticated = false,
        siteApps = Array.Empty<string>(),
    };

    public static readonly object Remote = new
    {
        supportedCompression = Compression,
        hasFeatureFlags = false,
        sessionRecording = false,
        surveys = false,
        heatmaps = false,
        capturePerformance = false,
        captureDeadClicks = false,
        autocaptureExceptions = false,
        autocapture_opt_out = false,
        defaultIdentifiedOnly = true,
        isAuthenticated = false,
        toolbarParams = new { },
        siteApps = Array.Empty<string>(),
        siteAppsJS = Array.Empty<string>(),
    };

    /// <summary>The same as a script, which the client's loader runs.</summary>
    public static string Script(string token) =>
        $"(function(){{window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{{}};window._POSTHOG_REMOTE_CONFIG[{JsonSerializer.Serialize(token)}]={{config:{JsonSerializer.Serialize(Remote)},siteApps:[]}}}})();";
}
