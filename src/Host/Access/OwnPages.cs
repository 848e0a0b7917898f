using Platform.ReadApi.Transports;

namespace Platform.Host.Access;

/// <summary>What the addresses under <c>/api</c> share: they answer our own pages and programs.</summary>
internal static class OwnPages
{
    /// <summary>Refuses what another site causes: cookies are sent along with such requests, which say where they come from.</summary>
    public static async ValueTask<object?> OnlyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<SameOrigin>().Allows(context.HttpContext.Request)
            ? await next(context)
            : Says(StatusCodes.Status403Forbidden, "The request comes from another site.");

    /// <summary>An answer in words.</summary>
    public static IResult Says(int status, string message) => Results.Json(new { message }, statusCode: status);
}
