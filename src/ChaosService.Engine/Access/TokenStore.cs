using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ChaosService.Engine.Store;

namespace ChaosService.Engine.Access;

/// <summary>
/// The tokens of this service, as salted hashes in the state database: who reads the database learns no token. A revoked one is
/// refused from the next request on, whichever process revoked it. Thread-safe, also between processes.
/// </summary>
public sealed partial class TokenStore(Database database, TimeProvider time)
{
    /// <summary>More are refused: the list is read by people.</summary>
    public const int TokensMax = 1000;

    private const string Columns = "name, id, role, created_at, expires_at, last_used_at, revoked_at, salt, hash";

    // A write on every request would cost each of them a sync of the disk.
    private static readonly TimeSpan LastUseResolution = TimeSpan.FromMinutes(1);

    /// <summary>What a name must look like, for messages.</summary>
    public const string NameFix = "use a-z, 0-9, '.', '_' and '-', at most 64 characters, the first a letter or a digit";

    /// <summary>Whether the text can name a token.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    /// <summary>A new token; the name of a revoked one can be used again.</summary>
    /// <param name="lifetime">Null: until it is revoked.</param>
    /// <returns>Null when the name is taken by a token that is not revoked. Throws <see cref="IOException"/> when there are too many.</returns>
    public IssuedToken? Create(string name, Role role, TimeSpan? lifetime)
    {
        if (!IsName(name)) throw new ArgumentException($"'{name}' cannot name a token; {NameFix}", nameof(name));
        using var connection = database.Connect();
        using var transaction = database.Begin(connection);
        Database.Execute(connection, "DELETE FROM token WHERE name = @name AND revoked_at IS NOT NULL", ("@name", name));
        var others = Read(connection, "");
        if (others.Any(o => o.Token.Name == name)) return null;
        if (others.Count >= TokensMax) throw new IOException($"there are {TokensMax} tokens, which is the most there can be; revoke some and create one under a revoked one's name");

        var (text, salt, now) = (TokenText.Generate(), RandomNumberGenerator.GetBytes(16), time.GetUtcNow());
        var token = new Token(name, text.Id, role, now, now + lifetime, null, null);
        Database.Execute(
            connection, $"INSERT INTO token ({Columns}) VALUES (@name, @id, @role, @created, @expires, NULL, NULL, @salt, @hash)",
            ("@name", name), ("@id", token.Id), ("@role", role.ToString()), ("@created", Text(now)),
            ("@expires", token.ExpiresAt is { } expires ? Text(expires) : DBNull.Value), ("@salt", salt), ("@hash", text.Hash(salt)));
        transaction.Commit();
        return new IssuedToken(token, text);
    }

    /// <summary>By name, with those that are expired or revoked.</summary>
    public IReadOnlyList<Token> List()
    {
        using var connection = database.Connect();
        return [.. Read(connection, "ORDER BY name").Select(s => s.Token)];
    }

    /// <summary>Whether a token was ever made here: from then on nobody comes in without one, even when all are revoked.</summary>
    public bool HasAny()
    {
        using var connection = database.Connect();
        return Read(connection, "LIMIT 1").Count > 0;
    }

    /// <summary>False when there is no such token, or it is revoked already.</summary>
    public bool Revoke(string name)
    {
        return database.Write(
            "UPDATE token SET revoked_at = @now WHERE name = @name AND revoked_at IS NULL", ("@name", name), ("@now", Text(time.GetUtcNow()))) > 0;
    }

    /// <summary>What a presented text is worth now. The secret is compared in constant time.</summary>
    public TokenCheck Check(string presented)
    {
        if (TokenText.Parse(presented) is not { } text) return new TokenCheck(TokenState.Malformed, null);
        using var connection = database.Connect();
        if (Read(connection, "WHERE id = @id", ("@id", text.Id)).SingleOrDefault() is not { } stored) return new TokenCheck(TokenState.Unknown, null);
        if (!CryptographicOperations.FixedTimeEquals(text.Hash(stored.Salt), stored.Hash)) return new TokenCheck(TokenState.Unknown, null);

        var now = time.GetUtcNow();
        var state = stored.Token.StateAt(now);
        if (state == TokenState.Valid && !(now - stored.Token.LastUsedAt < LastUseResolution)) NoteUse(connection, text.Id, now);
        return new TokenCheck(state, stored.Token);
    }

    private static void NoteUse(DbConnection connection, string id, DateTimeOffset now)
    {
        try
        {
            Database.Execute(connection, "UPDATE token SET last_used_at = @now WHERE id = @id", ("@id", id), ("@now", Text(now)));
        }
        catch (DbException)
        {
            // A full disk must not lock the people out who come to halt what fills it.
        }
    }

    private static List<Stored> Read(DbConnection connection, string tail, params ReadOnlySpan<(string Name, object Value)> parameters) => Database.Query(
        connection, $"SELECT {Columns} FROM token {tail}",
        row => new Stored(
            new Token(row.GetString(0), row.GetString(1), Enum.Parse<Role>(row.GetString(2)), Time(row, 3)!.Value, Time(row, 4), Time(row, 5), Time(row, 6)),
            row.GetFieldValue<byte[]>(7), row.GetFieldValue<byte[]>(8)),
        parameters);

    private static DateTimeOffset? Time(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : DateTimeOffset.Parse(reader.GetString(column), CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private sealed record Stored(Token Token, byte[] Salt, byte[] Hash);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex Name();
}
