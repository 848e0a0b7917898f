using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Weasel.Postgresql.Tables;

namespace Platform.Ingest.Enrichment;

/// <summary>
/// Tells visitors apart without storing anything with them: a keyed hash of tenant, address and user agent, under a salt
/// for each day (UTC). A salt is destroyed a day after its own, so nobody can ever compute the hash of an address again.
/// </summary>
public sealed class CookielessVisitor(IDocumentStore store, TimeProvider clock, ILogger<CookielessVisitor> log) : BackgroundService
{
    private static readonly DateOnly Permanent = DateOnly.MinValue;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<DateOnly, byte[]> _salts = new();

    /// <summary>The visitor id of the day.</summary>
    public string IdFor(string tenant, IPAddress? address, string? userAgent, DateTimeOffset at) =>
        Hash(DateOnly.FromDateTime(at.UtcDateTime), $"{tenant}\n{address}\n{userAgent}");

    /// <summary>Makes sure of the day's salt, where the machine slept through the time to make it.</summary>
    public ValueTask ReadyAsync(DateTimeOffset at) =>
        _salts.ContainsKey(DateOnly.FromDateTime(at.UtcDateTime)) ? ValueTask.CompletedTask : new ValueTask(TurnAsync(CancellationToken.None));

    /// <summary>The visitor id of a log's host: the same in every import of this installation, of no use outside it.</summary>
    public string IdForHost(string tenant, string host) => Hash(Permanent, $"{tenant}\n{host}");

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TurnAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await TurnAsync(stoppingToken);
            }
            catch (NpgsqlException unavailable)
            {
                log.LogWarning("The day's salts could not be looked after: {Problem}. The next turn, or the first event without one, tries again.", unavailable.Message);
            }
    }

    // Tomorrow's salt is made ahead of time, so that midnight needs no database. Made first and read then: another node may have
    // made them meanwhile, and a statement does not see what was committed after it began.
    private async Task TurnAsync(CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        await using var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellation);
        await using var make = new NpgsqlCommand(
            """
            with gone as (delete from ingest.salts where day < $2 and day > $3)
            insert into ingest.salts (day, salt) select day, sha256(gen_random_uuid()::text::bytea || gen_random_uuid()::text::bytea)
            from unnest($1) as wanted (day) order by day on conflict do nothing
            """, connection);
        make.Parameters.Add(new() { Value = new[] { Permanent, today, today.AddDays(1) }, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date });
        make.Parameters.Add(new() { Value = today.AddDays(-1) });
        make.Parameters.Add(new() { Value = Permanent });
        await make.ExecuteNonQueryAsync(cancellation);
        await using var read = new NpgsqlCommand("select day, salt from ingest.salts", connection);
        await using (var reader = await read.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation))
                _salts[reader.GetFieldValue<DateOnly>(0)] = reader.GetFieldValue<byte[]>(1);
        foreach (var old in _salts.Keys.Where(day => day != Permanent && day < today.AddDays(-1)))
            _salts.TryRemove(old, out _);
    }

    private string Hash(DateOnly day, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_salts[day], Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}

/// <summary>The salts of yesterday, today and tomorrow, and the installation's own for imports.</summary>
internal sealed class SaltTable : Table
{
    public SaltTable() : base("ingest.salts")
    {
        AddColumn("day", "date").AsPrimaryKey();
        AddColumn("salt", "bytea");
    }
}
