using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;
using Platform.Contracts.Events;

namespace Platform.Tests.Unit.Repository;

public class HygieneTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Contracts"] = [],
        ["Ingest"] = ["Contracts"],
        ["Projections"] = ["Contracts"],
        ["ReadApi"] = ["Projections"],
        ["Ml"] = ["Contracts", "Projections"],
        ["Host"] = ["Ingest", "Ml", "Projections", "ReadApi"],
    };

    [Fact]
    public void Modules_depend_on_each_other_only_as_agreed()
    {
        foreach (var (module, allowed) in Allowed)
        {
            var project = XDocument.Load(RepositoryFiles.PathOf("src", module, module + ".csproj"));
            var references = project.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)).Order();
            Assert.Equal(allowed.Order(), references);
        }
        Assert.Empty(XDocument.Load(RepositoryFiles.PathOf("src", "Contracts", "Contracts.csproj")).Descendants("PackageReference"));
    }

    [Fact]
    public void Program_fits_on_a_screen() =>
        Assert.InRange(File.ReadAllLines(RepositoryFiles.PathOf("src", "Host", "Program.cs")).Length, 1, 60);

    [Fact]
    public void Every_message_handler_has_its_pre_generated_code()
    {
        var generated = Directory.GetFiles(RepositoryFiles.PathOf("src", "Host", "Internal", "Generated", "WolverineHandlers")).Select(File.ReadAllText).ToList();
        Assembly[] modules = [typeof(Platform.Ingest.IngestModule).Assembly, typeof(Platform.Projections.ProjectionsModule).Assembly, typeof(Platform.Ml.MlModule).Assembly];
        var handlers = modules.SelectMany(module => module.GetExportedTypes()).Where(type => type.Name.EndsWith("Handler", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(handlers);
        Assert.All(handlers, handler => Assert.Contains(generated, code => code.Contains(handler.FullName + ".Handle(", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_stored_event_still_reads_its_approved_sample()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true,
            DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        };
        foreach (var (name, type) in StoredNames.Visitor)
        {
            var file = RepositoryFiles.PathOf("tests", "Unit", "approved", name + ".json");
            if (Environment.GetEnvironmentVariable("APPROVE") == "1" && !File.Exists(file))
                File.WriteAllText(file, JsonSerializer.Serialize(Sample(type), type, options) + "\n");
            var approved = File.ReadAllText(file).Trim();
            Assert.Equal(approved, JsonSerializer.Serialize(JsonSerializer.Deserialize(approved, type, options), type, options));
        }
    }

    [Fact]
    public void Lock_files_name_no_download_addresses() =>
        Assert.All(
            Directory.GetFiles(RepositoryFiles.Root, "package-lock.json", SearchOption.AllDirectories).Where(file => !file.Contains("node_modules", StringComparison.Ordinal)),
            file => Assert.DoesNotContain("\"resolved\": \"http", File.ReadAllText(file), StringComparison.Ordinal));

    private static object Sample(Type type)
    {
        var origin = new Origin("m-1", "visitor-1", DateTimeOffset.UnixEpoch.AddDays(20_000), DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(1), "web")
        {
            UserId = "user-1", SessionId = "s-1", Library = "analytics.js/2",
        };
        var context = new EventContext
        {
            Page = new PageContext("/pricing") { Url = "https://shop.example/pricing", Host = "shop.example", Title = "Pricing" },
            Referrer = "https://www.google.com/", ReferrerHost = "google.com", Channel = "Organic Search", Language = "de-AT", Country = "AT", Region = "Wien", City = "Wien",
            Campaign = new CampaignContext { Source = "google", Medium = "cpc", Name = "brand", Term = "lamp", Content = "a", ClickId = "gclid" },
            Device = new DeviceContext("desktop") { Browser = "Firefox", BrowserVersion = "143", Os = "Linux", OsVersion = "6", Screen = "1920x1080" },
            Rules = 1,
        };
        var properties = JsonElement.Parse("""{"plan":"pro","price":19.5}""");
        object[] arguments = type.GetConstructors()[0].GetParameters().Length == 4 ? ["named", origin, context, properties] : [origin, context, properties];
        return Activator.CreateInstance(type, arguments)!;
    }
}
