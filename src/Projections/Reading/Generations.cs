using Weasel.Postgresql.Tables;

namespace Platform.Projections.Reading;

/// <summary>
/// Which edition of each read model is live. Whoever writes a page shares the row until its commit and whoever puts another edition
/// in its place has it alone, so that a page computed over one edition is never written into another.
/// </summary>
internal sealed class GenerationTable : Table
{
    public GenerationTable() : base("read.generations")
    {
        AddColumn<string>("projection").AsPrimaryKey();
        AddColumn<long>("generation").NotNull();
    }
}

/// <summary>The statements about <see cref="GenerationTable"/>.</summary>
internal static class Generations
{
    /// <summary>The current editions by name; makes the rows where there are none. Parameter: the projections.</summary>
    public const string Current =
        """
        with made as (insert into read.generations (projection, generation) select name, 1 from unnest($1) as given (name)
            where not exists (select 1 from read.generations where projection = name) order by name on conflict do nothing returning projection, generation)
        select projection, generation from made union all select projection, generation from read.generations where projection = any($1)
        """;

    /// <summary>
    /// Holds the editions until the commit, in the order of their names, and fails where one is another. It must not return rows: the
    /// store's batches would take them for another statement's. Values: the projections, the expected editions.
    /// </summary>
    public const string Hold =
        """
        with expected as (select * from unnest(?::text[], ?::bigint[]) as given (name, number)),
        held as (select projection, generation from read.generations where projection in (select name from expected) order by projection for share)
        insert into read.generations (projection, generation)
        select projection, null::bigint from held join expected on name = projection where generation <> number
        """;

    /// <summary>Stops whoever writes pages until the transaction ends. Parameter: the projection.</summary>
    public const string Stop = "select generation from read.generations where projection = $1 for update";

    /// <summary>Another edition is live from the commit on. Parameter: the projection.</summary>
    public const string Next = "update read.generations set generation = generation + 1 where projection = $1";
}
