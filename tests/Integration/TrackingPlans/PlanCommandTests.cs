namespace Platform.Tests.Integration.TrackingPlans;

public sealed class PlanCommandTests(PlatformFixture platform) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("platform-plan-").FullName;

    [Fact]
    public async Task A_plan_from_the_command_line_holds_for_an_import()
    {
        var tenant = await platform.Host.AddTenantAsync();
        var schema = Write("schema.json", """{"type":"object","required":["price"],"properties":{"price":{"type":"number"}}}""");
        var narrower = Write("narrower.json", """{"type":"object","required":["price","plan"],"properties":{"price":{"type":"number"}}}""");
        var history = Write("history.jsonl", string.Join('\n', Enumerable.Range(0, 10).Select(n =>
            $$"""{"type":"track","event":"Bought","anonymousId":"a","messageId":"m{{n}}","timestamp":"2026-11-01T10:00:0{{n}}Z","properties":{"price":{{(n < 7 ? "5" : "\"5\"")}} } }""")));

        Assert.Contains("Bought: version 1, reject", await RunAsync(0, "plan", "define", tenant, "--event", "Bought", "--schema", schema, "--mode", "reject"), StringComparison.Ordinal);
        var imported = await RunAsync(0, "import", history, "--format", "jsonl", "--tenant", tenant);
        Assert.Contains("7 events, 3 refused", imported, StringComparison.Ordinal);
        Assert.Contains("SchemaViolation: 3", imported, StringComparison.Ordinal);
        Assert.Contains("'plan' is required now.", await RunAsync(1, "plan", "define", tenant, "--event", "Bought", "--schema", narrower), StringComparison.Ordinal);
        Assert.Contains("version 2, reject", await RunAsync(0, "plan", "define", tenant, "--event", "Bought", "--schema", narrower, "--allow-breaking"), StringComparison.Ordinal);
        Assert.Contains("not planned any more", await RunAsync(0, "plan", "retire", tenant, "--event", "Bought"), StringComparison.Ordinal);
        Assert.Contains("'sideways' is no mode", await RunAsync(1, "plan", "mode", tenant, "--event", "Bought", "--mode", "sideways"), StringComparison.Ordinal);
        await platform.Host.CaughtUpAsync();
        Assert.Contains("\"number\"", await RunAsync(0, "plan", "learn", tenant, "--event", "Bought"), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private async Task<string> RunAsync(int expected, params string[] arguments)
    {
        var (exitCode, output) = await platform.Host.RunAsync(arguments);
        Assert.True(exitCode == expected, output);
        return output;
    }
}
