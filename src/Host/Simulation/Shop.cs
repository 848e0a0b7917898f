using System.Text.Json.Nodes;

namespace Platform.Host.Simulation;

/// <summary>Something a simulated visitor does.</summary>
/// <param name="After">Since the step before.</param>
public sealed record Step(TimeSpan After, string Type, string? Event, string Path, JsonObject Properties);

/// <summary>A made-up shop and the ways people take through it; everything follows from the seed.</summary>
public sealed class Shop(Random random)
{
    private static readonly string[] Products = ["aurora-lamp", "fjord-chair", "linen-throw", "oak-table", "stone-vase", "wool-rug", "brass-hook", "cedar-shelf"];
    private static readonly string[] Articles = ["/blog/care-for-oak", "/blog/small-rooms", "/blog/winter-light"];
    private static readonly string[] Landings = ["/", "/", "/", "/collections/new", "/collections/living", "/sale"];

    /// <summary>One visit: from the landing page as far as the visitor gets.</summary>
    /// <param name="eager">How likely each next step is, between 0 and 1.</param>
    public IEnumerable<Step> Visit(double eager)
    {
        yield return View(0, random.NextDouble() < 0.2 ? Articles[random.Next(Articles.Length)] : Landings[random.Next(Landings.Length)]);
        while (random.NextDouble() < 0.45)
            yield return View(20, random.NextDouble() < 0.3 ? Articles[random.Next(Articles.Length)] : "/collections/living");
        if (random.NextDouble() > eager)
            yield break;
        var (product, price) = (Products[random.Next(Products.Length)], 20 + random.Next(40) * 10);
        yield return View(25, $"/products/{product}");
        if (random.NextDouble() > 0.45 * eager + 0.1)
            yield break;
        yield return Act(30, "Product Added", "/cart", product, price);
        yield return View(5, "/cart");
        if (random.NextDouble() > 0.6)
            yield break;
        yield return View(25, "/checkout");
        yield return Act(5, "Checkout Started", "/checkout", product, price);
        if (random.NextDouble() > 0.55)
            yield break;
        yield return Act(60, "Order Completed", "/checkout/thank-you", product, price);
        yield return View(1, "/checkout/thank-you");
    }

    private Step View(int seconds, string path) => new(Pause(seconds), "page", null, path, []);

    private Step Act(int seconds, string name, string path, string product, int price) => new(Pause(seconds), "track", name, path,
        new JsonObject { ["product"] = product, ["price"] = price, ["currency"] = "EUR", ["quantity"] = 1 + random.Next(3) });

    private TimeSpan Pause(int seconds) => TimeSpan.FromSeconds(seconds * (0.3 + 1.4 * random.NextDouble()));
}
