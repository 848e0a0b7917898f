using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace Platform.Tests.Benchmarks.Faults;

/// <summary>Where faults happen: an installation, the hosts beside its first one, and a probe that tells when all is well again.</summary>
internal sealed class Site : IAsyncDisposable
{
    private const string Probes = "probe";
    private readonly Dictionary<string, string> _besideSettings;
    private readonly List<HostProcess> _beside = [];
    private long _probes;

    private Site(Installation installation, Dictionary<string, string> besideSettings) => (Installation, _besideSettings) = (installation, besideSettings);

    public Installation Installation { get; }

    public HostProcess First => Installation.Host;

    public KafkaCluster Brokers => Installation.Brokers!;

    /// <summary>Hosts that collect and store beside the first.</summary>
    public IReadOnlyList<HostProcess> Beside => _beside;

    public static async Task<Site> StartAsync(Fault fault, bool kafka)
    {
        var installation = await Installation.StartAsync(kafka, fault.Data, fault.Settings);
        var site = new Site(installation, new(fault.Settings) { ["ConnectionStrings__Postgres"] = installation.Host.ConnectionString, ["Modules"] = "ingest" });
        if (kafka)
            site._besideSettings["ConnectionStrings__Kafka"] = installation.Brokers!.Bootstrap;
        site._besideSettings.Remove("Kafka__Consume");
        for (var host = 1; host < fault.Hosts; host++)
            site._beside.Add(await site.AnotherAsync());
        await installation.Host.AddTenantAsync(Probes);
        return site;
    }

    /// <summary>One more host, for the caller to end.</summary>
    public Task<HostProcess> AnotherAsync(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>(_besideSettings);
        foreach (var (name, value) in settings)
            all[name] = value;
        return HostProcess.StartAsync(settings: all);
    }

    /// <summary>Waits until an event that is sent from now on is acknowledged, and stored, and every host says that it is ready.</summary>
    public async Task RecoveredAsync()
    {
        var number = ++_probes;
        await HostProcess.UntilAsync(async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/track")
            {
                Content = JsonContent.Create(new { @event = "probe", messageId = $"probe-{number}", anonymousId = $"probe-{number}" }),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Probes + ":")));
            using var answer = await First.Http.SendAsync(request);
            return answer.StatusCode == HttpStatusCode.OK;
        });
        await HostProcess.UntilAsync(async () => await First.ScalarAsync<long>($"select count(*) from mt_streams where tenant_id = '{Probes}'") >= number);
        foreach (var host in (HostProcess[])[First, .. _beside])
            await HostProcess.UntilAsync(async () => (await host.Http.GetAsync("/health/ready")).IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _beside)
            await host.DisposeAsync();
        await Installation.DisposeAsync();
    }
}
