using GraphQL;
using Platform.ReadApi.DeadLetters;

namespace Platform.ReadApi.Imports;

/// <summary>How an import stands.</summary>
public enum ImportState
{
    /// <summary>It is being done.</summary>
    Running,

    /// <summary>Its file is here, and it goes on when its turn comes.</summary>
    Waiting,

    /// <summary>Somebody paused it.</summary>
    Paused,

    /// <summary>It was stopped, and its file is not here: the command that began it goes on.</summary>
    Interrupted,

    /// <summary>The file cannot be imported; <c>problem</c> says why.</summary>
    Failed,

    /// <summary>All of the file is stored.</summary>
    Completed,
}

/// <summary>A file of history, and how far its import has come: every line is accepted, refused or left out.</summary>
/// <param name="Id">Follows from the file's content.</param>
/// <param name="File">What it was called.</param>
/// <param name="Format">As the command calls it; empty where nobody knows any more.</param>
/// <param name="State">How it stands.</param>
/// <param name="StartedAt">When it was begun.</param>
/// <param name="UpdatedAt">When it last came further.</param>
/// <param name="Bytes">The file's size.</param>
/// <param name="BytesRead">What of it is stored.</param>
/// <param name="Lines">Lines, or rows, that are done with.</param>
/// <param name="Accepted">Events that passed every rule, those that were stored before included.</param>
/// <param name="Refused">What became dead letters, the most frequent reason first.</param>
/// <param name="LeftOut">Headings and empty lines.</param>
/// <param name="Problem">Why it failed; null when it did not.</param>
public sealed record Import(
    [property: Id] string Id, string File, string Format, ImportState State, DateTimeOffset StartedAt, DateTimeOffset UpdatedAt,
    long Bytes, long BytesRead, long Lines, long Accepted, IReadOnlyList<DropCount> Refused, long LeftOut, string? Problem);
