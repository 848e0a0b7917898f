using System.Text.Json;
using Microsoft.Playwright;

namespace Platform.Tests.EndToEnd.Web;

/// <summary>Deque's axe-core, from the packages of the web UI.</summary>
internal static class Axe
{
    private static readonly string Source = File.ReadAllText(RepositoryFiles.PathOf("web", "node_modules", "axe-core", "axe.min.js"));

    public static async Task<IReadOnlyList<string>> FindAsync(IPage page, string where)
    {
        await page.EvaluateAsync(Source);
        var result = await page.EvaluateAsync<JsonElement>("axe.run(document, { resultTypes: ['violations'] })");
        return [.. result.GetProperty("violations").EnumerateArray()
            .Where(violation => violation.GetProperty("impact").GetString() is "serious" or "critical")
            .Select(violation => $"{where}: {violation.GetProperty("help").GetString()}: {string.Join(" | ", violation.GetProperty("nodes").EnumerateArray().Take(3).Select(node => node.GetProperty("html").GetString()))}")];
    }
}
