using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.ReadApi;

namespace Platform.Tests.Unit.GraphQL;

public sealed class ApprovedSchema
{
    [Fact]
    public async Task The_printed_schema_is_the_approved_one()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddReadApi(new ConfigurationBuilder().Build());
        await using var provider = services.BuildServiceProvider();
        var schema = provider.GetRequiredService<ISchema>();
        schema.Initialize();
        var printed = schema.Print().ReplaceLineEndings("\n").TrimEnd() + "\n";
        var approved = Path.Combine(Repository(), "src/ReadApi/schema.graphql");

        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            await File.WriteAllTextAsync(approved, printed, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(approved, TestContext.Current.CancellationToken), printed);
    }

    internal static string Repository()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Platform.sln")))
            directory = Path.GetDirectoryName(directory)!;
        return directory;
    }
}
