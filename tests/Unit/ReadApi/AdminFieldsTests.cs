using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.ReadApi;

namespace Platform.Tests.Unit.ReadApi;

public class AdminFieldsTests
{
    [Fact]
    public void Write_keys_are_for_administrators()
    {
        using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddReadApi(new ConfigurationBuilder().Build()).BuildServiceProvider();
        var schema = services.GetRequiredService<ISchema>();
        schema.Initialize();

        var source = (IObjectGraphType)schema.AllTypes["Source"]!;
        Assert.Contains("admin", source.Fields.Find("writeKey")!.GetRoles()!);
    }
}
