using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd.Web;

/// <summary>Bringing history along in the browser. Only figures of days are imported, and nothing is refused: what other tests count stays as it is.</summary>
[Collection<WebTests>]
public class ImportTests(Site site)
{
    [Fact]
    public async Task Bring_the_history_of_another_tool_along()
    {
        var page = await site.OpenAsync(Site.At("/data/imports"));
        await ChooseAsync(page, "imported_visitors.csv", "date,visitors,pageviews,bounces,visits,visit_duration\n2023-04-01,1200,3400,300,1500,90000\n2023-04-02,34,56,7,40,900\n");
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "What it is" })).ToHaveValueAsync("Plausible");
        await page.Button("Import").ClickAsync();

        var row = page.Region("Imported files").GetByRole(AriaRole.Row, new() { Name = "imported_visitors.csv" });
        await Expect(row).ToContainTextAsync("done");
        await Expect(row).ToContainTextAsync("100.0%");
        await page.ReloadAsync();
        var counted = page.Region("As Plausible counted");
        await counted.GetByText("Show as a table").ClickAsync();
        await Expect(counted.GetByRole(AriaRole.Row).Filter(new() { HasText = "1,200" })).ToHaveCountAsync(1);
        await Expect(counted).ToContainTextAsync("Such a table was not imported");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_file_of_another_kind_is_refused_in_words()
    {
        var page = await site.OpenAsync(Site.At("/data/imports"));
        await ChooseAsync(page, "table.csv", string.Join('\n', Enumerable.Range(0, 1_500).Select(line => $"{line};x")));
        await page.GetByLabel("Columns").FillAsync("timestamp");
        await page.Button("Import").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "'timestamp' maps nothing" })).ToBeVisibleAsync();
        await page.GetByLabel("Columns").FillAsync("");
        await page.Button("Import").ClickAsync();
        await Expect(page.Region("Imported files").GetByRole(AriaRole.Row, new() { Name = "table.csv" })).ToContainTextAsync("Choose another format");
        await page.Context.CloseAsync();
    }

    private static async Task ChooseAsync(IPage page, string name, string content) =>
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(content) });
}
