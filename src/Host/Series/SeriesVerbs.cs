namespace Platform.Host.Series;

/// <summary>Verbs that read a series from a file and write a file to the standard output, and need nothing else of the host.</summary>
internal static class SeriesVerbs
{
    /// <returns>Whether the verb was one of these.</returns>
    /// <exception cref="StartupProblemException">The arguments or the file are not right; the message says what to change.</exception>
    public static async Task<bool> TryRunAsync(string[] arguments)
    {
        await using var output = new StreamWriter(Console.OpenStandardOutput()) { NewLine = "\n" };
        switch (arguments)
        {
            case ["detect", .. var rest]:
                await DetectVerb.RunAsync(new Flags(rest, DetectVerb.Usage, "csv"), output);
                return true;
            case ["forecast", .. var rest]:
                await ForecastVerb.RunAsync(new Flags(rest, ForecastVerb.Usage, "csv", "horizon", "season"), output);
                return true;
            default:
                return false;
        }
    }
}
