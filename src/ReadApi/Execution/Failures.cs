using GraphQL;
using GraphQL.Execution;
using Microsoft.Extensions.Logging;
using Platform.Projections.Questions;

namespace Platform.ReadApi.Execution;

/// <summary>What a client learns of an error: its message and a code if the error was made for clients, else only that there was one.</summary>
public sealed class Failures : ErrorInfoProvider
{
    /// <summary>What is said of a fault of ours.</summary>
    public const string Internal = "Something failed on our side; it is in the log.";

    /// <inheritdoc />
    public override ErrorInfo GetInfo(ExecutionError executionError)
    {
        var (message, code) = executionError switch
        {
            { InnerException: InvalidQuestionException question } => (question.Message, "INVALID_QUESTION"),
            UnhandledError => (Internal, "INTERNAL_ERROR"),
            _ => (executionError.Message, executionError.Code ?? "BAD_REQUEST"),
        };
        return new ErrorInfo { Message = message, Extensions = new Dictionary<string, object?> { ["code"] = code } };
    }

    /// <summary>Logs what went wrong, once, with the field's path.</summary>
    public static Task LogAsync(ILogger log, UnhandledExceptionContext failure)
    {
        if (failure.OriginalException is not (InvalidQuestionException or OperationCanceledException))
            log.LogError(failure.OriginalException, "Resolving {Path} failed.", failure.FieldContext is null ? "the operation" : string.Join('.', failure.FieldContext.Path));
        return Task.CompletedTask;
    }
}
