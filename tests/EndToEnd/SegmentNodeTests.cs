using System.Text.Json;

namespace Platform.Tests.EndToEnd;

public class SegmentNodeTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(3);

    [Fact]
    public async Task Every_call_of_the_client_for_Node_is_stored_once_as_it_was_sent_over_a_line_that_fails_and_by_a_clock_that_is_wrong()
    {
        await using var host = await HostProcess.StartAsync();
        var tenant = await host.AddTenantAsync();
        var before = TimeProvider.System.GetUtcNow();
        var told = JsonElement.Parse(await NpmClient.RunAsync("segment-node.mjs", host.Address, tenant, $"{(long)Ahead.TotalMilliseconds}"));
        var after = TimeProvider.System.GetUtcNow();

        var sent = told.GetProperty("messages").EnumerateArray().ToDictionary(message => message.GetProperty("messageId").GetString()!);
        var stored = await StoredEvents.OfAsync(host, tenant);
        Assert.Equal(66, sent.Count);
        Assert.InRange(told.GetProperty("attempts").GetInt32(), 7, 20); // 66 messages in batches of at most 20, and three failures
        Assert.Equal(sent.Keys.Order(), stored.Select(item => item.MessageId).Order());
        Assert.All(stored, item => StoredEvents.AssertSame(sent[item.MessageId], item));
        Assert.All(stored, item => Assert.StartsWith("@segment/analytics-node/", item.Origin("library"), StringComparison.Ordinal));
        Assert.All(stored.Where(item => item.Action != "Late"), item => Assert.InRange(item.OccurredAt, before.AddSeconds(-5), after));
        var late = Assert.Single(stored, item => item.Action == "Late");
        Assert.InRange(late.OccurredAt, before.AddHours(-1).AddSeconds(-5), after.AddHours(-1));
    }
}
