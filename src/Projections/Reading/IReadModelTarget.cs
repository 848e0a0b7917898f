using System.Data.Common;
using Npgsql;

namespace Platform.Projections.Reading;

/// <summary>Where a page of a read model goes.</summary>
internal interface IReadModelTarget
{
    /// <summary>The schema that the read model's tables are in.</summary>
    string Schema { get; }

    /// <summary>Adds a statement to the page's transaction; each <c>?</c> is the next value.</summary>
    void Queue(string sql, params object[] values);

    /// <summary>Reads what the pages before have written; what is queued is not seen.</summary>
    Task<IReadOnlyList<T>> ReadAsync<T>(NpgsqlCommand command, Func<DbDataReader, T> read, CancellationToken cancellation);
}
