using System.Security.Cryptography;

namespace ChaosService.Engine.Tokens;

/// <summary>All tokens as they stood in the store at one moment. Never changes.</summary>
public sealed class TokenSet
{
    private readonly Dictionary<string, StoredToken> _byId;

    internal TokenSet(IEnumerable<StoredToken> tokens) => _byId = tokens.ToDictionary(t => t.Token.Id, StringComparer.Ordinal);

    /// <summary>Whether a token was ever created: from then on a token is required, even when all are revoked.</summary>
    public bool Any => _byId.Count > 0;

    /// <summary>What a presented text is worth at this time. The secret is compared in constant time.</summary>
    public TokenCheck Check(string presented, DateTimeOffset now)
    {
        if (TokenText.Parse(presented) is not { } text) return new TokenCheck(TokenState.Malformed, null);
        return _byId.TryGetValue(text.Id, out var stored) && CryptographicOperations.FixedTimeEquals(text.Hash(stored.Salt), stored.Hash)
            ? new TokenCheck(stored.Token.StateAt(now), stored.Token)
            : new TokenCheck(TokenState.Unknown, null);
    }
}

/// <summary>A token with what it is recognised by.</summary>
internal sealed record StoredToken(Token Token, byte[] Salt, byte[] Hash);
