using System.Text.Json;
using GraphQL;
using GraphQL.DI;
using GraphQL.Types;
using Platform.ReadApi.Execution;

namespace Platform.ReadApi.Schema;

/// <summary>Puts the schema together from its classes.</summary>
public static class SchemaSetup
{
    /// <summary>The read API's own schema.</summary>
    public static IGraphQLBuilder AddReadSchema(this IGraphQLBuilder builder)
    {
        builder.Services.Register<IGraphTypeMappingProvider, TypeMapping>(GraphQL.DI.ServiceLifetime.Singleton);
        return builder.AddSelfActivatingSchema<ReadSchema>();
    }

    /// <summary>What every schema on our transports has.</summary>
    public static IGraphQLBuilder AddExecution(this IGraphQLBuilder builder)
    {
        builder.Services.Register<GraphQL.Execution.IErrorInfoProvider, Failures>(GraphQL.DI.ServiceLifetime.Singleton);
        return builder.AddSystemTextJson()
            .AddSchemaVisitor<IntrospectionCompletion>()
            .AddExecutionStrategy<BoundedSubscriptions>(GraphQLParser.AST.OperationType.Subscription);
    }
}

/// <summary>The read API's schema.</summary>
public sealed class ReadSchema : GraphQL.Types.Schema
{
    /// <summary>Registers roots and scalars.</summary>
    public ReadSchema(IServiceProvider services) : base(services)
    {
        this.RegisterTypeMapping<DateTimeOffset, DateTimeScalar>();
        this.RegisterTypeMapping<DateOnly, DateScalar>();
        this.RegisterTypeMapping<TimeSpan, DurationScalar>();
        this.RegisterTypeMapping<JsonElement, JsonScalar>();
        this.RegisterType<DateScalar>();
        Query = new AutoRegisteringObjectGraphType<Query>();
        Mutation = new AutoRegisteringObjectGraphType<Mutation>();
        Subscription = new AutoRegisteringObjectGraphType<Subscription>();
        RegisterVisitor(typeof(Descriptions));
    }
}
