using System.Globalization;

namespace Platform.Host.Series;

/// <summary>The flags of a verb: <c>--name value</c>.</summary>
internal sealed class Flags
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly string _usage;

    /// <exception cref="StartupProblemException">A flag is unknown or has no value.</exception>
    public Flags(IEnumerable<string> arguments, string usage, params string[] known)
    {
        _usage = usage;
        foreach (var pair in arguments.Chunk(2))
        {
            if (pair is not [var flag, var value] || !flag.StartsWith("--", StringComparison.Ordinal) || !known.Contains(flag[2..]))
                throw new StartupProblemException($"'{string.Join(' ', pair)}' is not understood. Usage: {usage}");
            _values[flag[2..]] = value;
        }
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public string Text(string name) => _values.GetValueOrDefault(name) ?? throw new StartupProblemException($"--{name} is missing. Usage: {_usage}");

    public int Number(string name, int least, int most) => Numbers(name, least, most) is [var only]
        ? only
        : throw new StartupProblemException($"--{name} takes one number. Usage: {_usage}");

    public int[] Numbers(string name, int least, int most)
    {
        var numbers = Text(name).Split(',').Select(text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? number
                : throw new StartupProblemException($"--{name} is '{Text(name)}'; it takes whole numbers from {least} to {most}. Usage: {_usage}"));
        return [.. numbers];
    }
}
