using DuckDB.NET.Data;

namespace Platform.Projections.Exploration;

/// <summary>The tables of the exploration file. A file of another version is thrown away and built anew from the events.</summary>
internal static class ExplorationSchema
{
    public const int Version = 3;

    private static readonly string Ddl = $"""
        create table events (
            tenant varchar not null, seq bigint not null, recorded_at timestamp not null, event_id uuid not null,
            name varchar not null, is_view boolean not null, visitor bigint not null, visitor_id varchar not null,
            occurred_at timestamp not null, session bigint not null, client_session varchar,
            {string.Join(", ", EventColumns.Text.Select(column => column.Name + " varchar"))},
            properties varchar not null);
        create table sessions (
            tenant varchar not null, key bigint not null, id uuid not null, visitor uuid not null, visitor_key bigint not null, visitor_id varchar not null, client_session varchar,
            run_start timestamp not null, started_at timestamp not null, started_seq bigint not null, ended_at timestamp not null,
            views integer not null, events integer not null, actions integer not null,
            entry_page varchar, entry_at timestamp, entry_seq bigint, exit_page varchar, exit_at timestamp, exit_seq bigint,
            referrer varchar, channel varchar, country varchar, device varchar, browser varchar);
        create table person_links (
            tenant varchar not null, visitor bigint not null, sequence bigint not null, recorded_at timestamp not null,
            person bigint not null, person_id uuid not null);
        create table position (version integer not null, sequence bigint not null, links bigint not null, generation bigint not null);
        insert into position values ({Version}, 0, 0, 0);
        """;

    /// <summary>Creates the tables in an empty file; false when the file holds another version.</summary>
    public static bool Ensure(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from duckdb_tables() where database_name = current_database() and table_name = 'position'";
        if ((long)command.ExecuteScalar()! == 0)
        {
            command.CommandText = Ddl;
            command.ExecuteNonQuery();
            return true;
        }
        command.CommandText = "select version from position";
        return (int)command.ExecuteScalar()! == Version;
    }
}
