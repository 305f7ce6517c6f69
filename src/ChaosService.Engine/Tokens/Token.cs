namespace ChaosService.Engine.Tokens;

/// <summary>What is stored about a token. Only its owner knows the token itself.</summary>
/// <param name="Name">Whose it is: the name that the audit log gives to what it does.</param>
/// <param name="Id">The part of its text that is not secret: identifies the token.</param>
/// <param name="ExpiresAt">Null: never.</param>
/// <param name="LastUsedAt">To the minute; null: never.</param>
/// <param name="RevokedAt">Null: not revoked.</param>
public sealed record Token(
    string Name, string Id, Role Role, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt)
{
    /// <summary>Whether it opens anything at this time.</summary>
    public TokenState StateAt(DateTimeOffset now) =>
        RevokedAt is not null ? TokenState.Revoked : ExpiresAt <= now ? TokenState.Expired : TokenState.Valid;
}

/// <summary>What a presented text turned out to be.</summary>
public enum TokenState
{
    /// <summary>It opens what its role may.</summary>
    Valid,

    /// <summary>Not the form of a token, or its checksum does not fit: cut off, or mistyped.</summary>
    Malformed,

    /// <summary>Well formed, but none of this service's.</summary>
    Unknown,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It was revoked.</summary>
    Revoked,
}

/// <param name="Token">Null unless the text is the token's own.</param>
public sealed record TokenCheck(TokenState State, Token? Token);

/// <param name="Text">The token itself: shown once, stored nowhere.</param>
public sealed record IssuedToken(Token Token, TokenText Text);
