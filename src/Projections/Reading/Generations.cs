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
    /// <summary>The current edition; makes the row where there is none. Parameter: the projection.</summary>
    public const string Current =
        """
        with made as (insert into read.generations (projection, generation) select $1, 1
            where not exists (select 1 from read.generations where projection = $1) on conflict do nothing returning generation)
        select generation from made union all select generation from read.generations where projection = $1 limit 1
        """;

    /// <summary>
    /// Holds the edition until the commit and fails where it is another one. It must not return rows: the store's batches would take
    /// them for another statement's. Values: the projection, the expected edition.
    /// </summary>
    public const string Hold =
        """
        with held as (select projection, generation from read.generations where projection = ? for share)
        insert into read.generations (projection, generation) select projection, null::bigint from held where generation <> ?
        """;

    /// <summary>Stops whoever writes pages until the transaction ends. Parameter: the projection.</summary>
    public const string Stop = "select generation from read.generations where projection = $1 for update";

    /// <summary>Another edition is live from the commit on. Parameter: the projection.</summary>
    public const string Next = "update read.generations set generation = generation + 1 where projection = $1";
}
