using System.Text.RegularExpressions;

namespace Platform.Ingest.Sources;

/// <summary>What names and keys may look like; each check gives what to change, or null.</summary>
internal static partial class Names
{
    public static string? CheckSlug(string slug, string whose) => Slug().IsMatch(slug)
        ? null
        : $"The {whose}'s name must have 1 to 40 characters of a-z, 0-9 and '-', and begin with a letter.";

    public static string? CheckKey(string key) => Key().IsMatch(key)
        ? null
        : "The write key must have 4 to 80 characters of a-z, A-Z, 0-9, '-' and '_'.";

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex Slug();

    [GeneratedRegex("^[A-Za-z0-9_-]{4,80}$")]
    private static partial Regex Key();
}
