using GraphQL;

namespace Platform.ReadApi.Execution;

/// <summary>A request that is refused as a whole: what to change, a code for programs, and the HTTP status that fits.</summary>
public sealed class Refusal : ExecutionError
{
    /// <summary>A refusal.</summary>
    public Refusal(RefusalCode reason, string message) : base(message)
    {
        Reason = reason;
        Code = CodeOf(reason);
    }

    /// <summary>Why.</summary>
    public RefusalCode Reason { get; }

    /// <summary>The HTTP status, where a status can still be given.</summary>
    public int Status => Reason switch
    {
        RefusalCode.BadRequest or RefusalCode.BatchingNotSupported or RefusalCode.DocumentTooComplex => 400,
        RefusalCode.PersistedDocumentNotFound or RefusalCode.OnlyPersistedDocuments => 400,
        RefusalCode.Unauthenticated => 401,
        RefusalCode.Forbidden or RefusalCode.UnknownTenant or RefusalCode.CrossOrigin => 403,
        RefusalCode.MethodNotAllowed => 405,
        RefusalCode.NotAcceptable => 406,
        RefusalCode.TooLarge => 413,
        RefusalCode.UnsupportedMediaType => 415,
        RefusalCode.TooManyOperations => 429,
        RefusalCode.Timeout => 503,
        _ => 500,
    };

    private static string CodeOf(RefusalCode reason) =>
        string.Concat(reason.ToString().Select((c, at) => at > 0 && char.IsUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));
}

/// <summary>Why a request is refused; its CONSTANT_CASE form is <c>extensions.code</c>.</summary>
public enum RefusalCode
{
    /// <summary>Not a GraphQL request.</summary>
    BadRequest,

    /// <summary>Several operations in one request.</summary>
    BatchingNotSupported,

    /// <summary>Too long, too deep, too many fields or too costly.</summary>
    DocumentTooComplex,

    /// <summary>No document has this hash.</summary>
    PersistedDocumentNotFound,

    /// <summary>This installation answers known documents only.</summary>
    OnlyPersistedDocuments,

    /// <summary>Nobody is logged in.</summary>
    Unauthenticated,

    /// <summary>Whoever is logged in may not do this.</summary>
    Forbidden,

    /// <summary>No such tenant, or not for this viewer: the two look the same.</summary>
    UnknownTenant,

    /// <summary>A page of another site asked.</summary>
    CrossOrigin,

    /// <summary>Neither GET nor POST, or something else than a query by GET.</summary>
    MethodNotAllowed,

    /// <summary>No media type that we can answer in.</summary>
    NotAcceptable,

    /// <summary>The body is too large.</summary>
    TooLarge,

    /// <summary>The body is not JSON in UTF-8.</summary>
    UnsupportedMediaType,

    /// <summary>Too many operations on one connection.</summary>
    TooManyOperations,

    /// <summary>The answer took too long.</summary>
    Timeout,

    /// <summary>Our fault.</summary>
    InternalError,
}
