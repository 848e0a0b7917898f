using System.Reflection;
using System.Xml.Linq;

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
    public void Lock_files_name_no_download_addresses() =>
        Assert.All(
            Directory.GetFiles(RepositoryFiles.Root, "package-lock.json", SearchOption.AllDirectories).Where(file => !file.Contains("node_modules", StringComparison.Ordinal)),
            file => Assert.DoesNotContain("\"resolved\": \"http", File.ReadAllText(file), StringComparison.Ordinal));
}
