using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Platform.Tests.Benchmarks.Faults;

/// <summary>Somebody who looks at a page all the while, and notes what was answered.</summary>
internal sealed class Readers : IDisposable
{
    private readonly SortedDictionary<int, long> _answers = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _asking;

    public Readers(HostProcess host, string tenant) => _asking = Task.Run(() => AskAsync(host, tenant));

    /// <summary>Ends it; answers by status, those that never came as 0.</summary>
    public async Task<SortedDictionary<int, long>> EndAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        return _answers;
    }

    public void Dispose() => _stop.Dispose();

    private async Task AskAsync(HostProcess host, string tenant)
    {
        while (!_stop.IsCancellationRequested)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
            {
                Content = JsonContent.Create(new { query = "{ projections { name sequence } overview { current { visitors views } } }" }),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", HostProcess.AdminKey);
            request.Headers.Add("X-Tenant", tenant);
            var status = 0;
            try
            {
                using var answer = await host.Http.SendAsync(request);
                status = (int)answer.StatusCode;
            }
            catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException)
            {
                // Nobody listens just now.
            }
            _answers[status] = _answers.GetValueOrDefault(status) + 1;
            await Task.Delay(TimeSpan.FromMilliseconds(200), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
