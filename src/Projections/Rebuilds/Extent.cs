using Platform.Contracts.Rebuilds;
using Platform.Projections.Reading;

namespace Platform.Projections.Rebuilds;

/// <summary>Which rows of the running edition a rebuild is about: everybody's, a tenant's, or those of one of its definitions.</summary>
internal sealed record Extent(string? Tenant, Guid? Definition)
{
    public static Extent Of(Rebuild rebuild) => new(rebuild.Tenant, rebuild.Definition);

    /// <summary>The tables of a read model that have such rows.</summary>
    public IEnumerable<ReadTable> Tables(IReadModel model) => Definition is null
        ? model.Tables
        : model.Tables.Where(table => table.Columns.Any(column => column.Name == model.DefinitionColumn));

    /// <summary>A condition on a row, as SQL. A tenant's name is a-z, 0-9 and "-", and this one was looked up when the rebuild was asked for.</summary>
    public string Condition(IReadModel model) =>
        (Tenant is null ? "true" : $"tenant = '{Tenant}'") + (Definition is null ? "" : $" and {model.DefinitionColumn} = '{Definition}'");
}
