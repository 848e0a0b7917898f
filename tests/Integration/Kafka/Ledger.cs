using System.Collections.Concurrent;
using Npgsql;

namespace Platform.Tests.Integration.Kafka;

/// <summary>
/// Clients that send numbered events of a few visitors over HTTP, each visitor's in order, and keep what was acknowledged. What is not
/// acknowledged is sent again with the same ids, as clients do. Compared with the store afterwards.
/// </summary>
internal sealed class Ledger(string tenant) : IDisposable
{
    private const int Visitors = 4;
    private const int BatchSize = 10;
    private readonly ConcurrentDictionary<string, byte> _acknowledged = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _clients = [];

    public int Acknowledged => _acknowledged.Count;

    public string Tenant => tenant;

    /// <summary>Starts clients, each with visitors of its own, spread over the hosts.</summary>
    public void Start(int clients, params HostProcess[] hosts)
    {
        for (var client = 0; client < clients; client++)
        {
            var number = client;
            _clients.Add(Task.Run(() => SendAsync(number, hosts)));
        }
    }

    public async Task UntilAsync(int more)
    {
        var goal = Acknowledged + more;
        await HostProcess.UntilAsync(() => Task.FromResult(Acknowledged >= goal));
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
    }

    public void Dispose() => _stop.Dispose();

    /// <summary>Waits until every acknowledged event is stored; then nothing may be stored twice, and each visitor's events lie in the order in which they were sent.</summary>
    public async Task CompareAsync(string connectionString)
    {
        List<(string Visitor, int Number, string Message)> stored = [];
        try
        {
            await HostProcess.UntilAsync(async () =>
            {
                stored = await StoredAsync(connectionString);
                return !_acknowledged.Keys.Except(stored.Select(item => item.Message)).Any();
            });
        }
        catch (TimeoutException)
        {
            // The assertions below say what is missing.
        }
        Assert.NotEmpty(_acknowledged);
        Assert.Empty(_acknowledged.Keys.Except(stored.Select(item => item.Message)).Order());
        Assert.Equal(stored.Count, stored.Select(item => item.Message).Distinct().Count());
        foreach (var visitor in stored.GroupBy(item => item.Visitor))
            Assert.Equal(visitor.Select(item => item.Number).Order(), visitor.Select(item => item.Number));
    }

    private async Task<List<(string Visitor, int Number, string Message)>> StoredAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select data #>> '{origin,visitorId}', (data #>> '{properties,n}')::int, data #>> '{origin,messageId}'
            from mt_events where tenant_id = $1 and type = 'page_viewed' order by seq_id
            """, connection);
        command.Parameters.Add(new() { Value = tenant });
        await using var reader = await command.ExecuteReaderAsync();
        var stored = new List<(string, int, string)>();
        while (await reader.ReadAsync())
            stored.Add((reader.GetString(0), reader.GetInt32(1), reader.GetString(2)));
        return stored;
    }

    private async Task SendAsync(int client, HostProcess[] hosts)
    {
        for (var batch = 0; !_stop.IsCancellationRequested; batch++)
        {
            var first = batch * BatchSize;
            var events = Enumerable.Range(first, BatchSize).Select(n => (object)new
            {
                type = "page", messageId = $"{client}-{n}", anonymousId = $"c{client}v{n % Visitors}", properties = new { path = $"/{n % 7}", n },
            }).ToList();
            for (var attempt = 0; !_stop.IsCancellationRequested; attempt++)
            {
                if (await TrySendAsync(hosts[(client + attempt) % hosts.Length], events))
                {
                    for (var n = first; n < first + BatchSize; n++)
                        _acknowledged.TryAdd($"{client}-{n}", 0);
                    break;
                }
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }

    private async Task<bool> TrySendAsync(HostProcess host, List<object> events)
    {
        try
        {
            using var response = await host.BatchAsync(tenant, events);
            return response.IsSuccessStatusCode;
        }
        catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
