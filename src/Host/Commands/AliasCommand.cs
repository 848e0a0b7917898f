using JasperFx;
using JasperFx.CommandLine;
using Platform.Contracts.Tenants;
using Platform.Ingest.Sources;
using Wolverine;

namespace Platform.Host.Commands;

/// <summary>Arguments of <c>alias</c>.</summary>
public sealed class AliasInput : NetCoreInput
{
    /// <summary>The tenant's short name.</summary>
    [Description("The tenant's short name")]
    public string Tenant { get; set; } = "";

    /// <summary>The aliases.</summary>
    [Description("What the source is known by: KIND=VALUE, several with commas; kinds: plausible, umami, matomo, snowplow, ga4")]
    public string Aliases { get; set; } = "";

    /// <summary>The source's name.</summary>
    [Description("The source's name within the tenant; web when not given")]
    public string SourceFlag { get; set; } = "web";
}

/// <summary><c>alias TENANT KIND=VALUE[,KIND=VALUE]</c>: makes a source known by other names; the same again changes nothing.</summary>
[Description("Makes a source known by a domain, a website id, a site id, an application id or a measurement id", Name = "alias")]
public sealed class AliasCommand : JasperFxAsyncCommand<AliasInput>
{
    /// <inheritdoc />
    public override Task<bool> Execute(AliasInput input) => Verbs.RunAsync(input, (services, cancellation) =>
        AddAsync(services, input.Tenant, input.SourceFlag, input.Aliases, cancellation));

    /// <summary>Adds every alias of the list; each that is refused is a problem that says why.</summary>
    internal static async Task AddAsync(IServiceProvider services, string tenant, string source, string aliases, CancellationToken cancellation)
    {
        foreach (var alias in aliases.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = alias.Split('=', 2);
            if (parts.Length != 2 || !Enum.TryParse<SourceAliasKind>(parts[0], ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
                throw new StartupProblemException($"'{alias}' is no alias; write KIND=VALUE with one of the kinds {string.Join(", ", Enum.GetNames<SourceAliasKind>()).ToLowerInvariant()}.");
            var answer = await services.GetRequiredService<IMessageBus>()
                .InvokeAsync<TenantAnswer>(new AddSourceAlias(tenant, source, kind, parts[1]), cancellation);
            if (answer.Problem is { } problem)
                throw new StartupProblemException(problem);
            Console.WriteLine($"The source {source} of {tenant} is known as {kind.ToString().ToLowerInvariant()} {parts[1]}");
        }
    }
}
