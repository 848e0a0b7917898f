using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Platform.Contracts.Users;
using Platform.Host.Access;
using Platform.Ingest;
using Platform.Ingest.Import;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Tenancy;

namespace Platform.Host.Uploads;

/// <summary><c>POST /api/imports?format=F&amp;file=NAME&amp;map=M</c> with the file as the body: it is kept, and imported as soon as its turn comes.</summary>
internal static class UploadRoute
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/imports", TakeAsync).AddEndpointFilter(OwnPages.OnlyAsync).RequireAuthorization(policy => policy.RequireRole(Roles.Admin));

    private static async Task<IResult> TakeAsync(
        string? format, string? file, string? map, HttpContext http, [FromServices] ImportUploads uploads, [FromServices] TenantChoice tenants, [FromServices] IOptions<IngestOptions> options)
    {
        var most = (long)options.Value.MaxUploadMb * 1024 * 1024;
        if (http.Request.ContentLength > most)
            return TooLarge(options.Value);
        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = most;
        try
        {
            var scope = await tenants.ChooseAsync(http.User, http.Request.Headers[TenantScope.Header], http.RequestAborted);
            var taken = await uploads.TakeAsync(new ImportUpload(scope.Tenant, Path.GetFileName(file ?? ""), format ?? "", map ?? ""), http.Request.Body, http.RequestAborted);
            return Results.Json(new { id = taken.Id.ToString("N"), completedBefore = taken.CompletedBefore }, statusCode: StatusCodes.Status202Accepted);
        }
        catch (Exception wrong) when (wrong is FormatException or Refusal)
        {
            return OwnPages.Says(StatusCodes.Status400BadRequest, wrong.Message);
        }
        catch (BadHttpRequestException tooMuch) when (tooMuch.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(options.Value);
        }
        catch (IOException full) when (!http.RequestAborted.IsCancellationRequested && full is not BadHttpRequestException)
        {
            return OwnPages.Says(StatusCodes.Status507InsufficientStorage, $"The file cannot be kept: {full.Message}");
        }
    }

    private static IResult TooLarge(IngestOptions options) =>
        OwnPages.Says(StatusCodes.Status413PayloadTooLarge, $"A file may have {options.MaxUploadMb} MB (the setting Ingest:MaxUploadMb). Split it, or import it with the command import.");
}
