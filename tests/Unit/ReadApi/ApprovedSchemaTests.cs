using GraphQL;
using GraphQL.Types;
using GraphQL.Utilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.ReadApi;

namespace Platform.Tests.Unit.ReadApi;

public class ApprovedSchemaTests
{
    [Fact]
    public void The_schema_that_is_served_is_the_approved_one()
    {
        var approved = RepositoryFiles.PathOf("src", "ReadApi", "schema.graphql");
        var served = Print();
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            File.WriteAllText(approved, served);

        Assert.Equal(File.ReadAllText(approved), served);
    }

    private static string Print()
    {
        using var services = new ServiceCollection()
            .AddLogging().AddSingleton(TimeProvider.System)
            .AddReadApi(new ConfigurationBuilder().Build())
            .BuildServiceProvider();
        var schema = services.GetRequiredService<ISchema>();
        schema.Initialize();
        return schema.Print(new PrintOptions { StringComparison = StringComparison.Ordinal }).ReplaceLineEndings("\n");
    }
}
