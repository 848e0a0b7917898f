using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Platform.Tests;

/// <summary>The real host as a process of its own, with its own PostgreSQL, in a temporary directory.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    /// <summary>The executable: the build that the tests are part of, unless a benchmark names a published one.</summary>
    public static string Program { get; set; } = RepositoryFiles.PathOf("src", "Host", "bin", "Debug", "net10.0", "Platform.Host.dll");

    /// <summary>Adds a tenant to the installation of a connection string, where a process for each would take too long.</summary>
    public static Func<string, string, Task>? AddTenant { get; set; }

    public const string AdminKey = "test-admin-key-0123456789";

    /// <summary>How long to wait for something to come to pass.</summary>
    public static TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(2);

    private readonly bool _ownsData;
    private readonly Dictionary<string, string> _settings;
    private readonly StringBuilder _said = new();
    private readonly string[] _launcher;
    private Process _process = null!;

    private HostProcess(string? data, Dictionary<string, string> settings, string[] launcher)
    {
        (_ownsData, _settings, _launcher) = (data is null, settings, launcher);
        Data = data ?? Directory.CreateTempSubdirectory("platform-").FullName;
        if (_ownsData && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(Data, (UnixFileMode)0b111_101_101);
        Address = $"http://127.0.0.1:{FreePort()}";
        Http = new HttpClient { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromMinutes(1) };
    }

    public string Data { get; }
    public string Address { get; }
    public HttpClient Http { get; }
    public int Id => _process.Id;
    public string Said { get { lock (_said) return _said.ToString(); } }
    public int PostmasterId => int.Parse(File.ReadLines(Path.Combine(Data, "postgres", "postmaster.pid")).First(), System.Globalization.CultureInfo.InvariantCulture);
    public string ConnectionString => JsonSerializer.Deserialize<string>(File.ReadAllText(Path.Combine(Data, "postgres.json")))!;

    /// <param name="launcher">A program and its arguments that the host is started by, and becomes.</param>
    public static async Task<HostProcess> StartAsync(string? data = null, Dictionary<string, string>? settings = null, string[]? launcher = null)
    {
        var host = new HostProcess(data, settings ?? [], launcher ?? []);
        await host.StartAgainAsync();
        return host;
    }

    public async Task StartAgainAsync()
    {
        _process = Start([], Address);
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await UntilAsync(async () => !_process.HasExited ? (await Http.GetAsync("/health/ready")).IsSuccessStatusCode : throw new InvalidOperationException($"The host ended: {Said}"));
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public async Task KillAndStartAgainAsync()
    {
        Kill();
        await StartAgainAsync();
    }

    /// <summary>Kills the database under the running host, and waits until the host has brought it back.</summary>
    public async Task KillPostgresAsync()
    {
        Process.GetProcessById(PostmasterId).Kill();
        await UntilAsync(async () => (await Http.GetAsync("/health/ready")).IsSuccessStatusCode);
    }

    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
    }

    /// <summary>The exit code of a host that was told to stop.</summary>
    public async Task<int> ExitedAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Starts a verb of the command line against this installation and leaves it to the caller; what it says is not read.</summary>
    public Process StartVerb(params string[] arguments) => Start(arguments, null);

    /// <summary>Runs a verb of the command line against this installation.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments, null);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    public async Task<string> AddTenantAsync(string? slug = null)
    {
        slug ??= "t" + Guid.CreateVersion7().ToString("N")[^12..];
        if (AddTenant is { } add)
            await add(ConnectionString, slug);
        else if (await RunAsync("tenant", "add", slug, "--write-key", slug) is { ExitCode: not 0 } failed)
            throw new InvalidOperationException(failed.Output);
        // It is somebody else who adds it: the running host learns of the tenant a little later.
        await UntilAsync(() => SeesAsync(slug));
        return slug;
    }

    private async Task<bool> SeesAsync(string tenant)
    {
        try
        {
            await AskAsync(tenant, "{ viewer { name } }");
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public async Task<HttpResponseMessage> CollectAsync(string path, string? key, HttpContent body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
        return await Http.SendAsync(request);
    }

    public Task<HttpResponseMessage> BatchAsync(string key, IEnumerable<object> events) =>
        CollectAsync("/v1/batch", key, JsonContent.Create(new { batch = events }));

    public async Task<JsonElement> AskAsync(string tenant, string query, object? variables = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        request.Headers.Add("X-Tenant", tenant);
        using var response = await Http.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.TryGetProperty("data", out var data) && !answer.TryGetProperty("errors", out _)
            ? data
            : throw new InvalidOperationException(answer.ToString());
    }

    /// <summary>What a subscription about one thing tells, as it comes, over server-sent events.</summary>
    public async IAsyncEnumerable<JsonElement> WatchAsync(
        string tenant, string field, string fields, string id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query = $"subscription ($id: ID!) {{ {field}(id: $id) {{ {fields} }} }}", variables = new { id } }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        request.Headers.Add("X-Tenant", tenant);
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await lines.ReadLineAsync(cancellation) is { } line)
            if (line.StartsWith("data: {", StringComparison.Ordinal))
                yield return JsonElement.Parse(line["data: ".Length..]).GetProperty("data").GetProperty(field);
    }

    /// <summary>Waits until every read model has every event.</summary>
    public Task CaughtUpAsync() => UntilAsync(async () =>
    {
        await using var connection = new Npgsql.NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("select coalesce(max(seq_id), 0) from mt_events", connection);
        var last = (long)(await command.ExecuteScalarAsync())!;
        var projections = (await AskAnyAsync("{ projections { name sequence } }")).GetProperty("projections");
        return projections.EnumerateArray().All(projection => projection.GetProperty("sequence").GetInt64() >= last);
    });

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await StopAsync();
        _process.Dispose();
        Http.Dispose();
        if (_ownsData)
            Directory.Delete(Data, recursive: true);
    }

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (await condition())
                    return;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or Npgsql.NpgsqlException or TaskCanceledException or IOException)
            {
                // It is starting, or starting again.
            }
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"It did not come to pass within {Patience.TotalMinutes} minutes.");
            await Task.Delay(50);
        }
    }

    private async Task<JsonElement> AskAnyAsync(string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        using var response = await Http.SendAsync(request);
        response.EnsureSuccessStatusCode(); // away for a moment, perhaps
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data");
    }

    private Process Start(string[] arguments, string? address)
    {
        string[] command = [.. address is null ? [] : _launcher, "dotnet", Program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = RepositoryFiles.PathOf("src", "Host"),
        };
        start.Environment["Data"] = Data;
        start.Environment["Auth__AdminKey"] = AdminKey;
        start.Environment["WebRoot"] = RepositoryFiles.PathOf("web", "dist");
        if (address is not null)
            start.Environment["Urls"] = address;
        foreach (var (name, value) in _settings)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private void Hear(string? line)
    {
        lock (_said)
            _said.AppendLine(line);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
