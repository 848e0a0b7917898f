using GraphQL.Types;

namespace Platform.ReadApi.Schema;

/// <summary>Answers of the query classes as GraphQL types: their records say it all, except the few names that differ.</summary>
/// <typeparam name="T">The record.</typeparam>
public class OutputType<T> : AutoRegisteringObjectGraphType<T>
{
    /// <summary>Takes the record's name, without the suffix that tells answers from folders in C#.</summary>
    public OutputType() => Name = typeof(T).Name switch
    {
        "OverviewResult" => "Overview",
        "EventCatalog" => "Catalog",
        var name => name,
    };
}
