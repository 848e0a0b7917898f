using System.Globalization;
using System.Text;

namespace Platform.Projections.Metrics.Influx;

/// <summary>Points as InfluxDB reads them. A tag's value comes back as it was, whatever characters it has.</summary>
internal static class LineProtocol
{
    /// <summary>Begins a point: the measurement, then its tags; those without a value are left out.</summary>
    public static void Begin(StringBuilder text, string measurement, params ReadOnlySpan<(string Name, string Value)> tags)
    {
        text.Append(measurement);
        foreach (var (name, value) in tags)
            if (value.Length > 0)
                text.Append(',').Append(name).Append('=').Append(Escaped(value));
    }

    /// <summary>Ends a point: its fields and its time in seconds.</summary>
    public static void End(StringBuilder text, long seconds, params ReadOnlySpan<(string Name, double Value)> fields)
    {
        var separator = ' ';
        foreach (var (name, value) in fields)
        {
            text.Append(separator).Append(name).Append('=').Append(value.ToString("R", CultureInfo.InvariantCulture));
            separator = ',';
        }
        text.Append(' ').Append(seconds).Append('\n');
    }

    /// <summary>
    /// The value of a tag. Commas, equals signs and spaces are escaped by a backslash; a backslash of its own and line ends, for which there is
    /// no escape, are written like in addresses (%5C), and so is a percent sign that would be read as the beginning of one.
    /// </summary>
    public static string Escaped(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        for (var i = 0; i < value.Length; i++)
            switch (value[i])
            {
                case ',' or '=' or ' ':
                    text.Append('\\').Append(value[i]);
                    break;
                case '\\' or '\n' or '\r' or '\t' or '\0':
                    text.Append('%').Append(((int)value[i]).ToString("X2", CultureInfo.InvariantCulture));
                    break;
                case '%' when IsCode(value, i):
                    text.Append("%25");
                    break;
                default:
                    text.Append(value[i]);
                    break;
            }
        return text.ToString();
    }

    /// <summary>What a tag's value, as the server gives it, was.</summary>
    public static string Unescaped(string stored)
    {
        var text = new StringBuilder(stored.Length);
        for (var i = 0; i < stored.Length; i++)
            if (stored[i] == '%' && IsCode(stored, i))
            {
                text.Append((char)int.Parse(stored.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 2;
            }
            else
                text.Append(stored[i]);
        return text.ToString();
    }

    /// <summary>The value of a tag within a question, between its quotes.</summary>
    public static string Quoted(string value)
    {
        // A question knows the tag as it is stored: unescaped, but written like in addresses.
        var stored = Escaped(value).Replace("\\,", ",", StringComparison.Ordinal).Replace("\\=", "=", StringComparison.Ordinal).Replace("\\ ", " ", StringComparison.Ordinal);
        return $"'{stored.Replace("'", "\\'", StringComparison.Ordinal)}'";
    }

    private static bool IsCode(string text, int at) =>
        at + 2 < text.Length && char.IsAsciiHexDigitUpper(text[at + 1]) && char.IsAsciiHexDigitUpper(text[at + 2]);
}
