using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ChaosService.Engine.Tokens;

/// <summary>
/// A token as it is written: <c>cst_</c>, 8 characters that name it, 43 secret ones (256 bits), 6 of checksum; letters and digits
/// only, so that a double click takes it whole. The checksum tells a typo from a token of another service without a look at the store.
/// </summary>
public sealed partial record TokenText
{
    /// <summary>What every token starts with: secret scanners know it by that.</summary>
    public const string Prefix = "cst_";

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int IdLength = 8;
    private const int SecretLength = 43;
    private const int ChecksumLength = 6;

    private readonly string _text;

    private TokenText(string text) => _text = text;

    /// <summary>The part that is not secret.</summary>
    public string Id => _text.Substring(Prefix.Length, IdLength);

    /// <summary>The whole token. <see cref="ToString"/> hides it, so that no log or message gets it by accident.</summary>
    public string Reveal() => _text;

    /// <summary>A new token from the system's own randomness.</summary>
    public static TokenText Generate()
    {
        var body = Prefix + RandomNumberGenerator.GetString(Alphabet, IdLength + SecretLength);
        return new TokenText(body + Checksum(body));
    }

    /// <summary>Null when the text is not a token, or has a typo.</summary>
    public static TokenText? Parse(string text)
    {
        if (text.Length != Prefix.Length + IdLength + SecretLength + ChecksumLength || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        if (!text.Skip(Prefix.Length).All(char.IsAsciiLetterOrDigit)) return null;
        return text.EndsWith(Checksum(text[..^ChecksumLength]), StringComparison.Ordinal) ? new TokenText(text) : null;
    }

    /// <summary>Replaces every token in a text, also one with a typo, by its id: for logs, records and messages.</summary>
    public static string HideIn(string text) =>
        text.Contains(Prefix, StringComparison.OrdinalIgnoreCase) ? Written().Replace(text, "$1(hidden)") : text;

    public override string ToString() => $"{Prefix}{Id}(hidden)";

    internal byte[] Hash(ReadOnlySpan<byte> salt) => SHA256.HashData([.. salt, .. Encoding.ASCII.GetBytes(_text)]);

    private static string Checksum(string body)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(body));
        return string.Create(ChecksumLength, hash, (checksum, bytes) =>
        {
            for (var i = 0; i < checksum.Length; i++) checksum[i] = Alphabet[bytes[i] % Alphabet.Length];
        });
    }

    [GeneratedRegex("(cst_[0-9A-Za-z]{8})[0-9A-Za-z]+", RegexOptions.IgnoreCase)]
    private static partial Regex Written();
}
