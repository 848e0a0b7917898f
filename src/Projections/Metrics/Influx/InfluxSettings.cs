namespace Platform.Projections.Metrics.Influx;

/// <summary>Where metrics are mirrored: <c>http://server:8086;Database=platform;User=…;Password=…;Token=…</c>, all but the address optional.</summary>
/// <param name="Token">Of InfluxDB 2 and 3; null where user and password, or nothing, is asked for.</param>
public sealed record InfluxSettings(Uri Address, string Database, string? User, string? Password, string? Token)
{
    private const string Form = "http://server:8086;Database=platform, with User and Password, or Token, where the server asks for them";

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="FormatException">It is none; the message says what to change.</exception>
    public static InfluxSettings Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || !Uri.TryCreate(parts[0], UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new FormatException($"ConnectionStrings:InfluxDb begins with '{parts.FirstOrDefault()}', which is no address; it must read like {Form}.");
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in parts.Skip(1))
        {
            if (part.Split('=', 2) is not [var name, { Length: > 0 } value] || !Known.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new FormatException($"ConnectionStrings:InfluxDb has a part '{part.Split('=')[0]}', which is not understood; it must read like {Form}.");
            values[name] = value;
        }
        var database = values.GetValueOrDefault("Database", "platform");
        if (!database.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'))
            throw new FormatException($"ConnectionStrings:InfluxDb names the database '{database}'; its name may have letters, digits, '_' and '-'.");
        return new InfluxSettings(address, database, values.GetValueOrDefault("User"), values.GetValueOrDefault("Password"), values.GetValueOrDefault("Token"));
    }

    private static readonly string[] Known = ["Database", "User", "Password", "Token"];
}
