using System.Text.Json;
using GraphQL;
using Platform.Contracts.Dashboards;
using Platform.Projections.Dashboards;
using Stored = Platform.Contracts.Dashboards.Dashboard;

namespace Platform.ReadApi.Dashboards;

/// <summary>A question that is kept under a name.</summary>
public sealed class Insight
{
    private readonly SavedInsight _insight;

    internal Insight(SavedInsight insight) => _insight = insight;

    /// <summary>Opaque.</summary>
    [Id] public string Id => _insight.Id.ToString("N");

    /// <summary>What people call it.</summary>
    public string Name => _insight.Name;

    /// <summary>Which question it asks.</summary>
    public InsightKind Kind => _insight.Kind;

    /// <summary>Which days it is about.</summary>
    public InsightSpan Span => _insight.Span;

    /// <summary>The question: the input of its kind.</summary>
    public JsonElement Question => _insight.Question;

    /// <summary>The query that answers it, with the question as its variable `input`.</summary>
    public string Document => InsightDocuments.Of(_insight.Kind);

    /// <summary>What it says now.</summary>
    public Task<InsightResult> ResultAsync([FromServices] InsightAnswers answers, CancellationToken cancellation) =>
        answers.AskAsync(_insight.Tenant, _insight.Kind, _insight.Question, _insight.Span, cancellation);
}

/// <summary>An insight on a dashboard.</summary>
/// <param name="Insight">The insight.</param>
/// <param name="Width">Columns of twelve.</param>
/// <param name="Height">Rows.</param>
public sealed record DashboardTile(Insight Insight, int Width, int Height);

/// <summary>Insights side by side.</summary>
public sealed class Dashboard
{
    private readonly Stored _dashboard;

    internal Dashboard(Stored dashboard) => _dashboard = dashboard;

    /// <summary>Opaque.</summary>
    [Id] public string Id => _dashboard.Id.ToString("N");

    /// <summary>What people call it.</summary>
    public string Name => _dashboard.Name;

    /// <summary>Since when whoever has its link may look at it; null while it is not shared.</summary>
    public DateTimeOffset? SharedAt => _dashboard.SharedAt;

    /// <summary>What is on it, in reading order.</summary>
    public async Task<IReadOnlyList<DashboardTile>> TilesAsync([FromServices] DashboardQuery query, CancellationToken cancellation)
    {
        var insights = await query.InsightsOfAsync(_dashboard, cancellation);
        return [.. _dashboard.Tiles.Where(tile => insights.ContainsKey(tile.Insight)).Select(tile => new DashboardTile(new Insight(insights[tile.Insight]), tile.Width, tile.Height))];
    }
}

/// <summary>A dashboard's new link.</summary>
/// <param name="Token">What the link ends with. It is told this once and stored nowhere.</param>
/// <param name="Path">Where the link leads, on this server.</param>
public sealed record SharedLink(string Token, string Path);
