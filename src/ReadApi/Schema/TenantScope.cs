using GraphQL;
using Marten;
using Platform.Contracts.Tenants;
using Platform.Projections.Questions;
using Platform.ReadApi.Transport;

namespace Platform.ReadApi.Schema;

/// <summary>The one tenant that a request is about, and the only way from a resolver to a read model.</summary>
public sealed class TenantScope(IQuerySession session)
{
    private Task<IReadOnlyList<Tenant>>? _tenants;

    /// <summary>The tenants that the viewer may see, by name.</summary>
    public Task<IReadOnlyList<Tenant>> VisibleAsync(CancellationToken cancellation) => _tenants ??= LoadAsync(cancellation);

    /// <summary>The slug of the request's tenant: the named one, else the first one.</summary>
    /// <exception cref="ExecutionError">The viewer sees no such tenant.</exception>
    public async Task<string> SlugAsync(IResolveFieldContext context)
    {
        var named = context.UserContext.TryGetValue(Runner.TenantKey, out var name) ? name as string : null;
        var visible = await VisibleAsync(context.CancellationToken);
        var tenant = visible.FirstOrDefault(tenant => named is null || tenant.Slug == named);
        return tenant?.Slug ?? throw new ExecutionError(named is null ? "There is no tenant yet; add one." : $"There is no tenant '{named}' that you may see.")
        {
            Code = "UNKNOWN_TENANT",
        };
    }

    /// <summary>Asks a question of the request's tenant.</summary>
    /// <exception cref="ExecutionError">The question cannot be answered as asked.</exception>
    public async Task<T> AskAsync<T>(IResolveFieldContext context, Func<string, Task<T>> question)
    {
        var tenant = await SlugAsync(context);
        try
        {
            return await question(tenant);
        }
        catch (InvalidQuestionException invalid)
        {
            throw new ExecutionError(invalid.Message) { Code = "INVALID_QUESTION" };
        }
    }

    private async Task<IReadOnlyList<Tenant>> LoadAsync(CancellationToken cancellation) =>
        await session.Query<Tenant>().OrderBy(tenant => tenant.Slug).ToListAsync(cancellation);
}
