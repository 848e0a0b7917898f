using GraphQL;
using GraphQL.Execution;
using Microsoft.Extensions.Logging;
using Npgsql;
using Platform.Projections.Questions;

namespace Platform.ReadApi.Execution;

/// <summary>What a client learns of an error: its message and a code if the error was made for clients, else only that there was one.</summary>
public sealed class Failures : ErrorInfoProvider
{
    /// <summary>What is said of a fault of ours.</summary>
    public const string Internal = "Something failed on our side; it is in the log.";

    /// <summary>What is said while the database is away.</summary>
    public const string Away = "The database cannot be reached just now; ask again in a moment.";

    /// <inheritdoc />
    public override ErrorInfo GetInfo(ExecutionError executionError)
    {
        var (message, code) = executionError switch
        {
            { InnerException: InvalidQuestionException question } => (question.Message, "INVALID_QUESTION"),
            UnhandledError when IsAway(executionError) => (Away, "UNAVAILABLE"),
            UnhandledError => (Internal, "INTERNAL_ERROR"),
            _ => (executionError.Message, executionError.Code ?? "BAD_REQUEST"),
        };
        return new ErrorInfo { Message = message, Extensions = new Dictionary<string, object?> { ["code"] = code } };
    }

    private static bool IsAway(Exception? failure) => failure is NpgsqlException { IsTransient: true } || (failure is not null && IsAway(failure.InnerException));

    /// <summary>Logs what went wrong, once, with the field's path.</summary>
    public static Task LogAsync(ILogger log, UnhandledExceptionContext failure)
    {
        if (failure.OriginalException is not (InvalidQuestionException or OperationCanceledException))
            log.LogError(failure.OriginalException, "Resolving {Path} failed.", failure.FieldContext is null ? "the operation" : string.Join('.', failure.FieldContext.Path));
        return Task.CompletedTask;
    }
}
