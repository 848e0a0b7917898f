using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using GraphQL;
using Platform.Contracts.Dashboards;
using Platform.Projections.Dashboards;
using Platform.ReadApi.Dashboards;
using Dashboard = Platform.ReadApi.Dashboards.Dashboard;

namespace Platform.ReadApi.Schema;

public sealed partial class Mutation
{
    private const int TokenBytes = 24;

    /// <summary>Keeps a question under a name. It is asked once, so that nothing is kept that cannot be answered.</summary>
    public static async Task<Insight> SaveInsightAsync(
        [FromServices] InsightAnswers answers, IResolveFieldContext context, string name, InsightKind kind, JsonElement question, InsightSpan span, CancellationToken cancellation)
    {
        if ((await answers.AskAsync(Tenant(context), kind, question, span, cancellation)).Problem is { } unanswered)
            throw Refused(unanswered);
        var answer = await SendAsync<InsightAnswer>(context, new SaveInsight(Tenant(context), name, kind, question, span, By(context)), cancellation);
        return answer.Problem is { } problem ? throw Refused(problem) : new Insight(answer.Insight!);
    }

    /// <summary>Takes an insight away, from every dashboard too.</summary>
    public static async Task<Insight> RemoveInsightAsync(IResolveFieldContext context, [Id] string id, CancellationToken cancellation)
    {
        var answer = await SendAsync<InsightAnswer>(context, new RemoveInsight(Tenant(context), Parsed(id), By(context)), cancellation);
        return answer.Problem is { } problem ? throw Refused(problem) : new Insight(answer.Insight!);
    }

    /// <summary>Makes an empty dashboard.</summary>
    public static Task<Dashboard> DefineDashboardAsync(IResolveFieldContext context, string name, CancellationToken cancellation) =>
        DashboardAsync(context, new DefineDashboard(Tenant(context), name, By(context)), cancellation);

    /// <summary>Gives a dashboard another name.</summary>
    public static Task<Dashboard> RenameDashboardAsync(IResolveFieldContext context, [Id] string id, string name, CancellationToken cancellation) =>
        DashboardAsync(context, new RenameDashboard(Tenant(context), Parsed(id), name, By(context)), cancellation);

    /// <summary>Stops offering a dashboard, and its link.</summary>
    public static Task<Dashboard> ArchiveDashboardAsync(IResolveFieldContext context, [Id] string id, CancellationToken cancellation) =>
        DashboardAsync(context, new ArchiveDashboard(Tenant(context), Parsed(id), By(context)), cancellation);

    /// <summary>Puts an insight on a dashboard, moves it there, or gives it another size: columns of twelve, and rows. At the end when no place is given.</summary>
    public static Task<Dashboard> PlaceTileAsync(
        IResolveFieldContext context, [Id] string dashboardId, [Id] string insightId, int? place = null, int? width = 6, int? height = 1, CancellationToken cancellation = default) =>
        DashboardAsync(context, new PlaceTile(Tenant(context), Parsed(dashboardId), Parsed(insightId), place, width ?? 6, height ?? 1, By(context)), cancellation);

    /// <summary>Takes an insight off a dashboard.</summary>
    public static Task<Dashboard> RemoveTileAsync(IResolveFieldContext context, [Id] string dashboardId, [Id] string insightId, CancellationToken cancellation) =>
        DashboardAsync(context, new RemoveTile(Tenant(context), Parsed(dashboardId), Parsed(insightId), By(context)), cancellation);

    /// <summary>Makes a link by which anybody may look at the dashboard's answers, and at nothing else. A link from before leads nowhere then.</summary>
    public static async Task<SharedLink> ShareDashboardAsync(IResolveFieldContext context, [Id] string id, CancellationToken cancellation)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        await DashboardAsync(context, new ShareDashboard(Tenant(context), Parsed(id), SharedDashboards.DigestOf(token), By(context)), cancellation);
        return new SharedLink(token, $"/shared/{token}");
    }

    /// <summary>Lets the dashboard's link lead nowhere.</summary>
    public static Task<Dashboard> RevokeSharingAsync(IResolveFieldContext context, [Id] string id, CancellationToken cancellation) =>
        DashboardAsync(context, new RevokeSharing(Tenant(context), Parsed(id), By(context)), cancellation);

    private static Guid Parsed(string id) => Guid.TryParse(id, out var parsed) ? parsed : throw Refused($"'{id}' is not an id of ours.");

    private static async Task<Dashboard> DashboardAsync(IResolveFieldContext context, object command, CancellationToken cancellation)
    {
        var answer = await SendAsync<DashboardAnswer>(context, command, cancellation);
        return answer.Problem is { } problem ? throw Refused(problem) : new Dashboard(answer.Dashboard!);
    }
}
