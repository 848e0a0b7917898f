using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Platform.Projections.Dashboards;
using Platform.Projections.Questions;
using Stored = Platform.Contracts.Dashboards.Dashboard;

namespace Platform.ReadApi.Dashboards;

/// <summary>Shows a shared dashboard to whoever has its link: the answers of its insights, neither their questions nor anything else.</summary>
public sealed class SharedDashboards(DashboardQuery query, InsightAnswers answers, TimeProvider clock)
{
    /// <summary>Where the page asks.</summary>
    public const string Path = "/api/shared/{token}";

    // Strangers ask as often as they like; the answers are computed no more often than this.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, Kept> _kept = new();

    /// <summary>What stands for a link in the store.</summary>
    public static string DigestOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Answers the page; 404 when the link leads nowhere, any more or at all.</summary>
    public async Task<IResult> AnswerAsync(string token, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await query.SharedAsync(DigestOf(token), http.RequestAborted) is not { } dashboard)
            return Results.Json(new { message = "This link does not lead to a dashboard, or not any more." }, statusCode: StatusCodes.Status404NotFound);
        var now = clock.GetUtcNow();
        var print = JsonSerializer.Serialize(dashboard);
        if (!_kept.TryGetValue(dashboard.Id, out var kept) || kept.Until < now || kept.Print != print)
            _kept[dashboard.Id] = kept = new Kept(now + Fresh, print, await ShowAsync(dashboard, now, http.RequestAborted));
        return Results.Bytes(kept.Body, "application/json; charset=utf-8");
    }

    private async Task<byte[]> ShowAsync(Stored dashboard, DateTimeOffset now, CancellationToken cancellation)
    {
        var insights = await query.InsightsOfAsync(dashboard, cancellation);
        var tiles = new List<object>();
        foreach (var tile in dashboard.Tiles.Where(tile => insights.ContainsKey(tile.Insight)))
        {
            var insight = insights[tile.Insight];
            var result = await answers.AskAsync(dashboard.Tenant, insight.Kind, insight.Question, insight.Span, cancellation);
            tiles.Add(new { Id = insight.Id.ToString("N"), insight.Name, insight.Kind, tile.Width, tile.Height, result.From, result.To, result.Answer, result.Problem });
        }
        return Encoding.UTF8.GetBytes(QuestionJson.Write(new { dashboard.Name, At = now, Tiles = tiles }).GetRawText());
    }

    private sealed record Kept(DateTimeOffset Until, string Print, byte[] Body);
}
