using JasperFx;
using JasperFx.CommandLine;
using Platform.Ingest.Sources;
using Wolverine;

namespace Platform.Host.Commands;

/// <summary>Arguments of <c>tenant</c>.</summary>
public sealed class TenantInput : NetCoreInput
{
    /// <summary>What to do.</summary>
    [Description("What to do: add")]
    public string Action { get; set; } = "add";

    /// <summary>The tenant's short name.</summary>
    [Description("The tenant's short name: a-z, 0-9 and '-'")]
    public string Name { get; set; } = "";

    /// <summary>The write key of its first source.</summary>
    [Description("The write key of its first source; made when not given")]
    public string? WriteKeyFlag { get; set; }
}

/// <summary><c>tenant add NAME [--write-key K]</c>: adds a tenant; the same again changes nothing.</summary>
[Description("Adds a tenant: tenant add NAME [--write-key KEY]", Name = "tenant")]
public sealed class TenantCommand : JasperFxAsyncCommand<TenantInput>
{
    // The demo is known by these to clients that send no write key, so that each can be tried without a set-up of its own.
    private const string DemoAliases =
        "plausible=demo.example,umami=00000000-0000-4000-8000-000000000001,matomo=1,snowplow=demo,ga4=G-DEMO";

    /// <inheritdoc />
    public override Task<bool> Execute(TenantInput input) => Verbs.RunAsync(input, async (services, cancellation) =>
    {
        if (input.Action != "add")
            throw new StartupProblemException($"'{input.Action}' is not something to do with a tenant; use: tenant add NAME");
        var answer = await services.GetRequiredService<IMessageBus>()
            .InvokeAsync<TenantAnswer>(new AddTenant(input.Name, input.Name, input.WriteKeyFlag), cancellation);
        Console.WriteLine(answer.Problem is { } problem ? throw new StartupProblemException(problem) : $"Tenant {input.Name}, write key {answer.WriteKey}");
        if (input is { Name: "demo", WriteKeyFlag: "demo" })
            await AliasCommand.AddAsync(services, "demo", "web", DemoAliases, cancellation);
    });
}
