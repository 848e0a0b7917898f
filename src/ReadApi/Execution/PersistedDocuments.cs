using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.ReadApi.Settings;

namespace Platform.ReadApi.Execution;

/// <summary>Documents that clients name by their SHA-256 instead of sending them.</summary>
public sealed class PersistedDocuments
{
    private const string Prefix = "sha256:";

    private readonly Dictionary<string, string> _byHash = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _only;

    /// <summary>Reads the file of the settings.</summary>
    /// <exception cref="InvalidDataException">A document does not have the hash that it is listed under.</exception>
    public PersistedDocuments(IOptions<GraphQLSettings> settings)
    {
        _only = settings.Value.OnlyPersistedDocuments;
        if (settings.Value.PersistedDocuments is not { } file)
            return;
        _byHash = new(JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(file)) ?? [], StringComparer.OrdinalIgnoreCase);
        foreach (var (hash, text) in _byHash)
            if (!hash.Equals(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), StringComparison.OrdinalIgnoreCase))
                throw new InvalidDataException($"{file}: the document under {hash} has another SHA-256.");
    }

    /// <summary>The text to run for a request.</summary>
    /// <exception cref="Refusal">The document is not known, or only known ones are answered.</exception>
    public string Resolve(string? query, string? documentId)
    {
        if (documentId is null)
            return query is not null && !_only ? query : throw new Refusal(
                RefusalCode.OnlyPersistedDocuments, "Only known documents are answered here: send a \"documentId\".");
        var hash = documentId.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? documentId[Prefix.Length..] : documentId;
        return _byHash.TryGetValue(hash, out var text) ? text : throw new Refusal(
            RefusalCode.PersistedDocumentNotFound, "No document has this \"documentId\"; it is the SHA-256 of a document of this version.");
    }
}
