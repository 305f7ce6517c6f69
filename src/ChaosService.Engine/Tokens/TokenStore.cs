using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ChaosService.Engine.Store.Sql;

namespace ChaosService.Engine.Tokens;

/// <summary>
/// The tokens of this service, as salted hashes in the state database: who reads the database learns no token. Thread-safe, also
/// between processes.
/// </summary>
public sealed partial class TokenStore(Database database, TimeProvider time)
{
    /// <summary>More are refused: the list is read by people.</summary>
    public const int TokensMax = 1000;

    private const string Columns = "name, id, role, created_at, expires_at, last_used_at, revoked_at, salt, hash";
    private const string Select = $"SELECT {Columns} FROM token";

    /// <summary>What a name must look like, for messages.</summary>
    public const string NameFix = "use a-z, 0-9, '.', '_' and '-', at most 64 characters, the first a letter or a digit";

    /// <summary>Raised after this process made or revoked a token. Handlers must be quick.</summary>
    public event Action? Changed;

    /// <summary>Whether the text can name a token.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    /// <summary>A new token; the name of a revoked one can be used again.</summary>
    /// <param name="lifetime">Null: until it is revoked.</param>
    /// <returns>
    /// Null when the name is taken by a token that is not revoked. Throws <see cref="IOException"/> when there are too many.
    /// </returns>
    public IssuedToken? Create(string name, Role role, TimeSpan? lifetime)
    {
        if (!IsName(name)) throw new ArgumentException($"'{name}' cannot name a token; {NameFix}", nameof(name));
        var issued = database.Transact(transaction => Create(transaction, name, role, lifetime));
        if (issued is not null) Changed?.Invoke();
        return issued;
    }

    /// <summary>By name, with those that are expired or revoked.</summary>
    public IReadOnlyList<Token> List() => [.. database.Query($"{Select} ORDER BY name", Read).Select(s => s.Token)];

    /// <summary>All of them, to check what is presented.</summary>
    public TokenSet Read() => new(database.Query(Select, Read));

    /// <summary>False when there is no such token, or it is revoked already.</summary>
    public bool Revoke(string name)
    {
        var revoked = database.Write(
            "UPDATE token SET revoked_at = @now WHERE name = @name AND revoked_at IS NULL", ("@name", name),
            ("@now", Text(time.GetUtcNow()))) > 0;
        if (revoked) Changed?.Invoke();
        return revoked;
    }

    /// <summary>That the token was used at this time. Completes when it is stored.</summary>
    public Task NoteUseAsync(string id, DateTimeOffset at) =>
        database.Grouped.ExecuteAsync("UPDATE token SET last_used_at = @at WHERE id = @id", ("@id", id), ("@at", Text(at)));

    private IssuedToken? Create(Transaction transaction, string name, Role role, TimeSpan? lifetime)
    {
        transaction.Write("DELETE FROM token WHERE name = @name AND revoked_at IS NOT NULL", ("@name", name));
        var others = transaction.Query(Select, Read);
        if (others.Any(o => o.Token.Name == name)) return null;
        if (others.Count >= TokensMax)
            throw new IOException(
                $"there are {TokensMax} tokens, which is the most there can be; revoke some and create one under a revoked one's name");

        var (text, salt, now) = (TokenText.Generate(), RandomNumberGenerator.GetBytes(16), time.GetUtcNow());
        var token = new Token(name, text.Id, role, now, now + lifetime, null, null);
        transaction.Write(
            $"INSERT INTO token ({Columns}) VALUES (@name, @id, @role, @created, @expires, NULL, NULL, @salt, @hash)",
            ("@name", name), ("@id", token.Id), ("@role", role.ToString()), ("@created", Text(now)),
            ("@expires", token.ExpiresAt is { } expires ? Text(expires) : DBNull.Value), ("@salt", salt), ("@hash", text.Hash(salt)));
        return new IssuedToken(token, text);
    }

    private static StoredToken Read(DbDataReader row) => new(
        new Token(
            row.GetString(0), row.GetString(1), Enum.Parse<Role>(row.GetString(2)), Time(row, 3)!.Value, Time(row, 4), Time(row, 5),
            Time(row, 6)),
        row.GetFieldValue<byte[]>(7), row.GetFieldValue<byte[]>(8));

    private static DateTimeOffset? Time(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : DateTimeOffset.Parse(reader.GetString(column), CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex Name();
}
