using System.Text.Json.Nodes;

namespace Platform.Host.Simulation;

/// <summary>Something a simulated visitor does.</summary>
/// <param name="After">Since the step before.</param>
/// <param name="Type">The call of the Segment HTTP API; of an identify, <paramref name="Properties"/> are the traits.</param>
public sealed record Step(TimeSpan After, string Type, string? Event, string Path, JsonObject Properties);

/// <summary>A made-up shop and the ways people take through it; everything follows from the seed.</summary>
public sealed class Shop(Random random)
{
    private static readonly (string Name, int Price)[] Products =
        [("aurora-lamp", 89), ("fjord-chair", 249), ("linen-throw", 59), ("oak-table", 420), ("stone-vase", 35), ("wool-rug", 180), ("brass-hook", 12), ("cedar-shelf", 140)];
    private static readonly string[] Articles = ["/blog/care-for-oak", "/blog/small-rooms", "/blog/winter-light"];
    private static readonly string[] Landings = ["/", "/", "/", "/collections/new", "/collections/living", "/sale"];
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private int _order;

    /// <summary>One visit: from the landing page as far as the visitor gets.</summary>
    /// <param name="eager">How likely each next step is, between 0 and 1.</param>
    /// <param name="present">Whether the visitor's browser tells that a page is still read, and that it was left.</param>
    public IEnumerable<Step> Visit(double eager, bool present) => present ? WithPresence(Way(eager)) : Way(eager);

    private IEnumerable<Step> Way(double eager)
    {
        yield return View(0, random.NextDouble() < 0.2 ? Articles[random.Next(Articles.Length)] : Landings[random.Next(Landings.Length)]);
        while (random.NextDouble() < 0.45)
            yield return View(20, random.NextDouble() < 0.3 ? Articles[random.Next(Articles.Length)] : "/collections/living");
        if (random.NextDouble() > eager)
            yield break;
        var (product, price) = Products[random.Next(Products.Length)];
        var quantity = random.NextDouble() < 0.7 ? 1 : 2 + random.Next(3);
        yield return View(25, $"/products/{product}");
        if (random.NextDouble() > 0.45 * eager + 0.1)
            yield break;
        yield return Act(30, "Product Added", "/cart", Item(product, price, quantity));
        yield return View(5, "/cart");
        if (random.NextDouble() > 0.6)
            yield break;
        yield return View(25, "/checkout");
        yield return Act(5, "Checkout Started", "/checkout", Item(product, price, quantity));
        if (random.NextDouble() > 0.55)
            yield break;
        yield return new Step(Pause(20), "identify", null, "/checkout", new JsonObject { ["customer"] = true, ["newsletter"] = random.NextDouble() < 0.3 });
        var order = Item(product, price, quantity);
        (order["revenue"], order["orderId"]) = (price * quantity, $"order-{random.Next(0x10000):x4}-{_order++}");
        yield return Act(40, "Order Completed", "/checkout/thank-you", order);
        yield return View(1, "/checkout/thank-you");
    }

    // As the browser script does it: a heartbeat for every full interval on a page, and a word when the last one is left.
    private IEnumerable<Step> WithPresence(IEnumerable<Step> way)
    {
        string? path = null;
        foreach (var step in way.Append(new Step(Pause(20), "track", "page_left", "", [])))
        {
            var pause = step.After;
            for (; path is not null && pause > Heartbeat; pause -= Heartbeat)
                yield return new Step(Heartbeat, "track", "heartbeat", path, []);
            yield return step with { After = pause, Path = path is not null && step.Path.Length == 0 ? path : step.Path };
            path = step.Path;
        }
    }

    private static JsonObject Item(string product, int price, int quantity) =>
        new() { ["product"] = product, ["price"] = price, ["currency"] = "EUR", ["quantity"] = quantity };

    private Step View(int seconds, string path) => new(Pause(seconds), "page", null, path, []);

    private Step Act(int seconds, string name, string path, JsonObject properties) => new(Pause(seconds), "track", name, path, properties);

    private TimeSpan Pause(int seconds) => TimeSpan.FromSeconds(seconds * (0.3 + 1.4 * random.NextDouble()));
}
