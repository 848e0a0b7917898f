using Npgsql;
using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks.Faults;

/// <summary>Somebody else takes every connection that the database has, those of the host included.</summary>
internal sealed class ConnectionsExhausted : Fault
{
    private const string Greedy = "greedy";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public override string Name => "connections-exhausted";

    public override async Task<double> StrikeAsync(Site site, Random random)
    {
        var address = new NpgsqlConnectionStringBuilder(site.First.ConnectionString) { Pooling = false, ApplicationName = Greedy }.ConnectionString;
        var taken = new List<NpgsqlConnection>();
        try
        {
            var until = LoadGenerator.Now + Between(random, 2, 9).TotalMilliseconds;
            while (LoadGenerator.Now < until)
            {
                await TakeAllAsync(address, taken);
                await using var end = new NpgsqlCommand(
                    $"select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and application_name <> '{Greedy}'", taken[0]);
                await end.ExecuteNonQueryAsync();
                await Task.Delay(Pause);
            }
        }
        finally
        {
            foreach (var connection in taken)
                await connection.DisposeAsync();
        }
        return LoadGenerator.Now;
    }

    private static async Task TakeAllAsync(string address, List<NpgsqlConnection> taken)
    {
        while (true)
        {
            var connection = new NpgsqlConnection(address);
            try
            {
                await connection.OpenAsync();
                taken.Add(connection);
            }
            catch (NpgsqlException) when (taken.Count > 0) // there are no more
            {
                await connection.DisposeAsync();
                return;
            }
        }
    }
}
