using System.Security.Cryptography;
using System.Text;
using Marten;

namespace Platform.Host.Access;

/// <summary>The hash of the administrator's key, where the host made one itself.</summary>
public sealed record StoredAdminKey(string Id, string Hash)
{
    /// <summary>There is one at most.</summary>
    public const string Only = "admin";
}

/// <summary>The bearer key of the API: the setting <c>Auth:AdminKey</c>, else one that the first start made and printed.</summary>
public sealed class AdminKey(IConfiguration configuration)
{
    private byte[] _hash = configuration["Auth:AdminKey"] is { Length: > 0 } key ? Hash(key) : [];

    /// <summary>Whether the key is the administrator's; takes the same time for every wrong key.</summary>
    public bool Matches(string key) => _hash.Length > 0 && CryptographicOperations.FixedTimeEquals(Hash(key), _hash);

    /// <summary>Loads the key, or makes it; the new key is returned once and never again.</summary>
    internal async Task<string?> EnsureAsync(IDocumentSession session, CancellationToken cancellation)
    {
        if (_hash.Length > 0)
            return null;
        if (await session.LoadAsync<StoredAdminKey>(StoredAdminKey.Only, cancellation) is { } stored)
        {
            _hash = Convert.FromHexString(stored.Hash);
            return null;
        }
        var made = RandomNumberGenerator.GetHexString(40, lowercase: true);
        _hash = Hash(made);
        session.Store(new StoredAdminKey(StoredAdminKey.Only, Convert.ToHexString(_hash)));
        return made;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
