using System.Diagnostics;

namespace Platform.Tests.Integration.ReadApi;

public sealed class WebSocketTransportTests
{
    [Fact]
    public async Task A_socket_without_connection_init_is_closed()
    {
        await using var host = await TransportHost.StartAsync(("ConnectionInitTimeout", "00:00:00.2"));
        using var socket = await host.ConnectAsync(initialise: false);
        Assert.Equal(4408, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task Who_may_not_ask_is_closed_with_4403()
    {
        await using var host = await TransportHost.StartAsync();
        using var stranger = await host.ConnectAsync(key: "wrong");
        Assert.Equal(4403, await stranger.CloseCodeAsync());
        using var elsewhere = await host.ConnectAsync(key: "south", tenant: "north");
        Assert.Equal(4403, await elsewhere.CloseCodeAsync());
    }

    [Theory]
    [InlineData("{}", 4400)]
    [InlineData("no json", 4400)]
    [InlineData("{\"type\":\"nonsense\"}", 4400)]
    [InlineData("{\"type\":\"connection_init\"}", 4429)]
    [InlineData("{\"type\":\"subscribe\",\"id\":\"1\"}", 4400)]
    [InlineData("{\"type\":\"subscribe\",\"id\":\"\",\"payload\":{\"query\":\"{hello}\"}}", 4400)]
    public async Task A_message_against_the_protocol_closes_the_socket(string message, int code)
    {
        await using var host = await TransportHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.ReceiveAsync("connection_ack");
        await socket.SendTextAsync(message);
        Assert.Equal(code, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task Operations_before_connection_init_and_ids_in_use_are_refused()
    {
        await using var host = await TransportHost.StartAsync();
        using var early = await host.ConnectAsync(initialise: false);
        await early.SubscribeAsync("1", "{ hello }");
        Assert.Equal(4401, await early.CloseCodeAsync());

        using var twice = await host.ConnectAsync();
        await twice.ReceiveAsync("connection_ack");
        await twice.SubscribeAsync("1", "subscription { numbers }");
        await twice.SubscribeAsync("1", "subscription { numbers }");
        Assert.Equal(4409, await twice.CloseCodeAsync());
    }

    [Fact]
    public async Task More_operations_than_allowed_are_refused_and_the_others_go_on()
    {
        await using var host = await TransportHost.StartAsync(("MaxOperationsPerConnection", "2"));
        using var socket = await host.ConnectAsync();
        await socket.ReceiveAsync("connection_ack");
        for (var id = 1; id <= 3; id++)
            await socket.SubscribeAsync($"{id}", $"subscription {{ numbers(label: \"{id}\") }}");
        var refused = await socket.ReceiveAsync("error");
        Assert.Equal("3", refused.GetProperty("id").GetString());
        host.Probe.Numbers.Writer.TryWrite(7);
        Assert.Equal(7, (await socket.ReceiveAsync("next")).GetProperty("payload").GetProperty("data").GetProperty("numbers").GetInt32());
    }

    [Fact]
    public async Task The_same_subscription_of_the_same_viewer_runs_once_and_joiners_get_the_newest_at_once()
    {
        await using var host = await TransportHost.StartAsync();
        using var first = await SubscribedAsync(host, "north");
        host.Probe.Numbers.Writer.TryWrite(1);
        await first.ReceiveAsync("next");
        using var second = await SubscribedAsync(host, "north");
        Assert.Equal(1, (await second.ReceiveAsync("next")).GetProperty("payload").GetProperty("data").GetProperty("numbers").GetInt32());
        Assert.Equal(1, host.Probe.Opened);

        using var other = await SubscribedAsync(host, "south");
        await UntilAsync(() => host.Probe.Opened == 2);
        first.Dispose();
        second.Dispose();
        other.Dispose();
        await UntilAsync(() => host.Probe.Closed == 2);
    }

    [Fact]
    public async Task A_slow_reader_gets_the_newest_and_not_everything()
    {
        await using var host = await TransportHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.ReceiveAsync("connection_ack");
        await socket.SubscribeAsync("1", "subscription { flood }");
        var numbers = new List<int>();
        for (var i = 0; i < 200; i++)
        {
            var text = (await socket.ReceiveAsync("next")).GetProperty("payload").GetProperty("data").GetProperty("flood").GetString()!;
            numbers.Add(int.Parse(text.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture));
            if (i == 0)
                await Task.Delay(500, TestContext.Current.CancellationToken); // the reader that is slow
        }
        Assert.Equal(numbers.Order(), numbers);
        Assert.True(numbers[^1] > 400, $"The 200th result is number {numbers[^1]}: nothing was left out.");
    }

    [Fact]
    public async Task A_reader_that_stalls_is_cut_off()
    {
        await using var host = await TransportHost.StartAsync(("SendTimeout", "00:00:00.5"));
        using var socket = await host.ConnectAsync();
        await socket.ReceiveAsync("connection_ack");
        await socket.SubscribeAsync("1", "subscription { flood }");
        var shared = host.Running;
        await UntilAsync(() => shared() == 1);
        await UntilAsync(() => shared() == 0);
    }

    [Fact]
    public async Task A_host_that_stops_says_so()
    {
        await using var host = await TransportHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.ReceiveAsync("connection_ack");
        var stopping = host.StopAsync();
        Assert.Equal(1001, await socket.CloseCodeAsync());
        await stopping;
    }

    private static async Task<TestSocket> SubscribedAsync(TransportHost host, string key)
    {
        var socket = await host.ConnectAsync(key: key);
        await socket.ReceiveAsync("connection_ack");
        await socket.SubscribeAsync("1", "subscription { numbers }");
        return socket;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var watch = Stopwatch.StartNew(); !holds(); await Task.Delay(20))
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "It did not happen in time.");
    }
}
