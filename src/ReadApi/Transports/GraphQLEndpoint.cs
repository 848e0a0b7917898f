using Microsoft.AspNetCore.Http;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Explorer;
using Platform.ReadApi.Tenancy;
using Platform.ReadApi.Transports.WebSockets;

namespace Platform.ReadApi.Transports;

/// <summary>One address, three transports.</summary>
public sealed class GraphQLEndpoint(HttpTransport http, WebSocketTransport sockets, SameOrigin origins, ExplorerPages explorer)
{
    /// <summary>Sends the request to its transport.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (explorer.Shows(context.Request))
            await explorer.ShowAsync(context);
        else if (!origins.Allows(context.Request))
            await http.RefuseAsync(context, new Refusal(RefusalCode.CrossOrigin, "Pages of other sites may not ask here."));
        else if (context.WebSockets.IsWebSocketRequest)
            await sockets.HandleAsync(context);
        else if (!await Access.AllowsAsync(context, context.User))
            await http.RefuseAsync(context, context.User.Identity?.IsAuthenticated == true
                ? new Refusal(RefusalCode.Forbidden, "You may not ask here.")
                : new Refusal(RefusalCode.Unauthenticated, "Log in, or send \"Authorization: Bearer KEY\"."));
        else
            await http.HandleAsync(context);
    }
}
