using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQL;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Contracts.Tenants;
using Platform.ReadApi;
using Platform.ReadApi.Schema;
using Platform.ReadApi.Tenancy;

namespace Platform.Tests.Integration.ReadApi;

/// <summary>The real transports over a small schema, on a real socket.</summary>
public sealed class TransportHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TransportHost(WebApplication app) => _app = app;

    public Probe Probe => _app.Services.GetRequiredService<Probe>();

    public Func<int> Running => () => _app.Services.GetRequiredService<Platform.ReadApi.Transports.SharedSubscriptions>().Running;

    public Uri Url => new(_app.Urls.Single() + "/graphql");

    public HttpClient Http { get; private set; } = new();

    public static async Task<TransportHost> StartAsync(params (string Setting, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings.Select(item => KeyValuePair.Create("GraphQL:" + item.Setting, (string?)item.Value)));
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<Probe>().AddScoped<OwnerLoader>().AddSingleton<ITenantDirectory, TwoTenants>();
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, KeyIsName>("test", null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(Access.Policy, policy => policy.RequireAuthenticatedUser());
        builder.Services.AddGraphQLTransports(builder.Configuration);
        builder.Services.AddGraphQL(graphQL => graphQL
            .AddAutoSchema<TestQuery>(schema => schema.WithMutation<TestMutation>().WithSubscription<TestSubscription>()).AddExecution());
        var app = builder.Build();
        app.UseWebSockets();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapReadApi();
        await app.StartAsync();
        var host = new TransportHost(app);
        host.Http.DefaultRequestHeaders.Add("Authorization", "Bearer admin");
        host.Http.DefaultRequestHeaders.Add("Accept", "application/graphql-response+json");
        return host;
    }

    public Task<HttpResponseMessage> PostAsync(string query, object? variables = null) => Http.PostAsJsonAsync(Url, new { query, variables });

    public async Task<HttpResponseMessage> PostAsAsync(string key, string query, string? tenant = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = JsonContent.Create(new { query }) };
        request.Headers.Add("Authorization", $"Bearer {key}");
        if (tenant is not null)
            request.Headers.Add("X-Tenant", tenant);
        using var client = new HttpClient();
        return await client.SendAsync(request);
    }

    public static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();

    public async Task<TestSocket> ConnectAsync(bool initialise = true, string key = "admin", string? tenant = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new UriBuilder(Url) { Scheme = "ws" }.Uri, CancellationToken.None);
        var test = new TestSocket(socket);
        if (initialise)
            await test.SendAsync(new { type = "connection_init", payload = new { authorization = $"Bearer {key}", tenant } });
        return test;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class TwoTenants : ITenantDirectory
    {
        public ValueTask<IReadOnlyList<Tenant>> AllAsync(CancellationToken cancellation) =>
            new([new Tenant { Slug = "north", Name = "North" }, new Tenant { Slug = "south", Name = "South" }]);

        public ValueTask<IReadOnlyList<Tenant>> NowAsync(CancellationToken cancellation) => AllAsync(cancellation);
    }

    /// <summary>The key names the user: admin, or a tenant whose data the user may see.</summary>
    private sealed class KeyIsName(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var key = Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
            if (key is "" or "wrong")
                return Task.FromResult(AuthenticateResult.NoResult());
            Claim claim = key == "admin" ? new(ClaimTypes.Role, "admin") : new(TenantScope.Claim, key);
            var user = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, key), claim], "test"));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(user, Scheme.Name)));
        }
    }
}

/// <summary>A client that speaks graphql-transport-ws by hand, so that it can also misbehave.</summary>
public sealed class TestSocket(ClientWebSocket socket) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public Task SendAsync(object message) => SendTextAsync(JsonSerializer.Serialize(message));

    public Task SendTextAsync(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    public Task SubscribeAsync(string id, string query) => SendAsync(new { id, type = "subscribe", payload = new { query } });

    public async Task<JsonElement> ReceiveAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        using var message = new MemoryStream();
        var buffer = new byte[65_536];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, limit.Token);
            if (read.MessageType == WebSocketMessageType.Close)
                return JsonSerializer.SerializeToElement(new { type = "closed", code = (int)read.CloseStatus! });
            message.Write(buffer, 0, read.Count);
            if (read.EndOfMessage)
                return JsonElement.Parse(message.ToArray());
        }
    }

    public async Task<JsonElement> ReceiveAsync(string type)
    {
        while (true)
            if (await ReceiveAsync() is var message && message.GetProperty("type").GetString() is var got && (got == type || got == "closed"))
                return message;
    }

    public async Task<int> CloseCodeAsync() => (await ReceiveAsync("closed")).GetProperty("code").GetInt32();

    public void Dispose() => socket.Dispose();
}
