using System.Net;
using System.Runtime.Versioning;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Platform.Host.Simulation;

namespace Platform.Tests.Unit.Simulation;

/// <summary>Two weeks of simulated traffic with a fixed seed, counted.</summary>
[UnsupportedOSPlatform("windows")]
public class SimulatorTests(SimulatorTests.TwoWeeks weeks) : IClassFixture<SimulatorTests.TwoWeeks>
{
    private const int Days = 14;
    private const double Rate = 0.04;
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero); // a Monday

    private List<Sent> Sent => weeks.Sent;

    private IEnumerable<Sent> Once => Sent.DistinctBy(message => message.Id);

    private IEnumerable<Sent> People => Once.Where(message => !message.Visitor.StartsWith("bot-", StringComparison.Ordinal));

    [Fact]
    public void As_much_is_sent_as_was_asked_for() => Assert.InRange(Once.Count() / (Rate * Days * 86_400), 0.9, 1.1);

    [Fact]
    public async Task The_rate_holds_however_long_the_server_takes_to_answer()
    {
        var clock = new FakeTimeProvider(Now.AddHours(9));
        var sent = new List<Sent>();
        using var http = new HttpClient(new Collecting(sent, () => clock.Advance(TimeSpan.FromMilliseconds(400)))) { BaseAddress = new Uri("http://shop.example/") };
        var run = new Simulator(http, "key", 3, clock).RunAsync(20, TimeSpan.FromHours(2), CancellationToken.None);
        while (!run.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }
        await run;

        var expected = 20 * Enumerable.Range(0, 7_200).Sum(second => Simulator.Rhythm(Now.AddHours(9).AddSeconds(second)));
        Assert.InRange(sent.DistinctBy(message => message.Id).Count() / expected, 0.9, 1.1);
    }

    [Fact]
    public void Nights_are_quiet_and_afternoons_busy() =>
        Assert.InRange(People.Count(message => message.At.Hour is >= 12 and < 18) / (double)People.Count(message => message.At.Hour < 6), 3, 8);

    [Fact]
    public void Saturdays_are_slower_than_working_days()
    {
        var daily = People.GroupBy(message => message.At.Date).Where(day => day.Key >= Now.AddDays(-Days).Date && day.Key < Now.Date).ToLookup(day => day.Key.DayOfWeek, day => day.Count());
        var working = Enumerable.Range(1, 5).SelectMany(day => daily[(DayOfWeek)day]).Average();

        Assert.InRange(daily[DayOfWeek.Saturday].Average() / working, 0.55, 0.75);
        Assert.InRange(daily[DayOfWeek.Sunday].Average() / working, 0.68, 0.88);
    }

    [Fact]
    public void Some_people_come_back_on_other_days_and_most_do_not()
    {
        var days = People.GroupBy(message => message.Visitor).Select(visitor => visitor.Select(message => message.At.Date).Distinct().Count()).ToList();

        Assert.InRange(days.Count(count => count > 1) / (double)days.Count, 0.08, 0.4);
    }

    [Fact]
    public void Fewer_get_to_each_step_on_the_way_to_an_order()
    {
        int Reached(Func<Sent, bool> step) => People.Where(step).Select(message => message.Visitor).Distinct().Count();
        int[] steps =
        [
            Reached(message => message.Type == "page"), Reached(message => message.Path.StartsWith("/products/", StringComparison.Ordinal)),
            Reached(message => message.Event == "Product Added"), Reached(message => message.Event == "Checkout Started"), Reached(message => message.Event == "Order Completed"),
        ];

        Assert.All(steps.Zip(steps.Skip(1)), pair => Assert.InRange(pair.Second / (double)pair.First, 0.15, 0.85));
        Assert.True(steps[^1] > 100, string.Join(", ", steps));
    }

    [Fact]
    public void Campaigns_bring_some_and_other_sites_bring_some()
    {
        var visits = People.Where(message => message.Type == "page" && message.Referrer != "https://shop.example/").ToList();

        Assert.InRange(visits.Count(message => message.Url.Contains("utm_campaign", StringComparison.Ordinal)) / (double)visits.Count, 0.15, 0.28);
        Assert.InRange(visits.Count(message => message.Referrer.Length > 0) / (double)visits.Count, 0.55, 0.85);
    }

    [Fact]
    public void A_few_are_bots() =>
        Assert.InRange(Once.Count(message => message.Visitor.StartsWith("bot-", StringComparison.Ordinal) && message.Agent.Contains("bot", StringComparison.OrdinalIgnoreCase)) / (double)Once.Count(), 0.01, 0.03);

    [Fact]
    public void A_few_messages_come_late_and_a_few_twice()
    {
        var (late, latest) = (0, DateTimeOffset.UnixEpoch);
        foreach (var message in Sent)
        {
            if (message.At < latest.AddSeconds(-50))
                late++;
            latest = message.At > latest ? message.At : latest;
        }

        Assert.InRange(late / (double)Sent.Count, 0.012, 0.03);
        Assert.InRange((Sent.Count - Once.Count()) / (double)Once.Count(), 0.006, 0.014);
        Assert.All(Sent.GroupBy(message => message.Id), same => Assert.Single(same.Select(message => message.Json).Distinct()));
    }

    [Fact]
    public void Who_orders_is_known_by_then_and_the_order_has_its_revenue()
    {
        var orders = People.Where(message => message.Event == "Order Completed").Select(message => (message.Visitor, Properties: JsonElement.Parse(message.Json).GetProperty("properties"))).ToList();
        var known = People.Where(message => message.Type == "identify").Select(message => message.Visitor).ToHashSet();

        Assert.All(orders, order => Assert.Contains(order.Visitor, known));
        Assert.All(orders, order => Assert.Equal(
            order.Properties.GetProperty("price").GetInt32() * order.Properties.GetProperty("quantity").GetInt32(), order.Properties.GetProperty("revenue").GetInt32()));
        Assert.Equal(orders.Count, orders.Select(order => order.Properties.GetProperty("orderId").GetString()).Distinct().Count());
    }

    [Fact]
    public void Half_of_the_browsers_tell_how_long_a_page_is_read_and_when_it_is_left()
    {
        var visitors = People.GroupBy(message => message.Visitor).ToList();

        Assert.InRange(visitors.Count(visitor => visitor.Any(message => message.Event == "page_left")) / (double)visitors.Count, 0.4, 0.6);
        Assert.InRange(People.Count(message => message.Event == "heartbeat") / (double)People.Count(), 0.05, 0.4);
    }

    [Fact]
    public async Task Everything_follows_from_the_seed()
    {
        Assert.Equal(Sent.Take(2_000).Select(message => message.Json), (await SimulateAsync(11)).Take(2_000).Select(message => message.Json));
        Assert.NotEqual(Sent.Take(100).Select(message => message.Visitor), (await SimulateAsync(12)).Take(100).Select(message => message.Visitor));
    }

    private static async Task<List<Sent>> SimulateAsync(int seed)
    {
        var sent = new List<Sent>();
        using var http = new HttpClient(new Collecting(sent, () => { })) { BaseAddress = new Uri("http://shop.example/") };
        await new Simulator(http, "key", seed, new FakeTimeProvider(Now)).BackfillAsync(Days, Rate, CancellationToken.None);
        return sent;
    }

    public sealed class TwoWeeks : IAsyncLifetime
    {
        internal List<Sent> Sent { get; private set; } = [];

        public async ValueTask InitializeAsync() => Sent = await SimulateAsync(11);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>A message as it went over the line.</summary>
internal sealed record Sent(string Json, string Id, string Type, string Event, string Visitor, DateTimeOffset At, string Path, string Url, string Referrer, string Agent);

/// <summary>The other end of the line: takes every batch and writes down what is in it.</summary>
internal sealed class Collecting(List<Sent> sent, Action answering) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach (var message in JsonElement.Parse(await request.Content!.ReadAsStringAsync(cancellationToken)).GetProperty("batch").EnumerateArray())
        {
            var (context, page) = (message.GetProperty("context"), message.GetProperty("context").GetProperty("page"));
            sent.Add(new Sent(
                message.GetRawText(), message.GetProperty("messageId").GetString()!, message.GetProperty("type").GetString()!, message.GetProperty("event").GetString() ?? "",
                message.GetProperty("anonymousId").GetString()!, message.GetProperty("timestamp").GetDateTimeOffset(), page.GetProperty("path").GetString()!,
                page.GetProperty("url").GetString()!, page.GetProperty("referrer").GetString()!, context.GetProperty("userAgent").GetString()!));
        }
        answering();
        return new HttpResponseMessage(HttpStatusCode.OK);
    }
}
