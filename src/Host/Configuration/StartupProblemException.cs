namespace Platform.Host;

/// <summary>The host cannot start; the message says why and what to change. It is shown alone, without a stack trace.</summary>
public sealed class StartupProblemException : Exception
{
    /// <summary>With what to change.</summary>
    public StartupProblemException(string message) : base(message) { }

    /// <summary>With what to change, and what failed.</summary>
    public StartupProblemException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Without a word; say what to change instead.</summary>
    public StartupProblemException() { }
}
