using System.Net.Http.Headers;
using System.Net.Http.Json;
using Npgsql;
using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks.Faults;

/// <summary>Questions that wait for a lock hold every connection of the host's own pool.</summary>
internal sealed class PoolExhausted : Fault
{
    private const int Questions = 120;

    public override string Name => "pool-exhausted";

    public override async Task<double> StrikeAsync(Site site, Random random)
    {
        using var end = new CancellationTokenSource();
        List<Task> asking;
        await using (var connection = new NpgsqlConnection(site.First.ConnectionString))
        {
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using (var hold = new NpgsqlCommand("lock table mt_doc_deadletterevent in access exclusive mode", connection, transaction))
                await hold.ExecuteNonQueryAsync();
            asking = [.. Enumerable.Range(0, Questions).Select(_ => AskAsync(site, end.Token))];
            await Task.Delay(Between(random, 5, 20));
        }
        var gone = LoadGenerator.Now;
        await end.CancelAsync();
        await Task.WhenAll(asking);
        return gone;
    }

    private static async Task AskAsync(Site site, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ projections { name } }" }) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", HostProcess.AdminKey);
            request.Headers.Add("X-Tenant", site.Installation.Tenant);
            try
            {
                using var answer = await site.First.Http.SendAsync(request, end);
            }
            catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException)
            {
                // It asks again.
            }
        }
    }
}
