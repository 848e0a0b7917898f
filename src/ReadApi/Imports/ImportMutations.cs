using GraphQL;
using Platform.Contracts.History;
using Platform.ReadApi.Imports;

namespace Platform.ReadApi.Schema;

public sealed partial class Mutation
{
    /// <summary>Lets an import wait after the batch at hand.</summary>
    [Authorize(Roles = "admin")]
    public static Task<Import> PauseImportAsync([FromServices] ImportsQuery imports, IResolveFieldContext context, [Id] string id, CancellationToken cancellation) =>
        ImportAsync(imports, context, id, new PauseImport(Tenant(context), ImportId(id)), cancellation);

    /// <summary>Lets a paused import of an uploaded file go on.</summary>
    [Authorize(Roles = "admin")]
    public static Task<Import> ResumeImportAsync([FromServices] ImportsQuery imports, IResolveFieldContext context, [Id] string id, CancellationToken cancellation) =>
        ImportAsync(imports, context, id, new ResumeImport(Tenant(context), ImportId(id)), cancellation);

    private static async Task<Import> ImportAsync(ImportsQuery imports, IResolveFieldContext context, string id, object command, CancellationToken cancellation)
    {
        if ((await SendAsync<ImportAnswer>(context, command, cancellation)).Problem is { } problem)
            throw Refused(problem);
        return (await imports.RunAsync(Tenant(context), cancellation)).First(import => import.Id == ImportId(id).ToString("N"));
    }

    private static Guid ImportId(string id) => Guid.TryParse(id, out var parsed) ? parsed : throw Refused("There is no such import.");
}
