using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChaosService.Service.Notifications.Presets.CloudEvents;

/// <summary>
/// Signs webhooks according to the Standard Webhooks specification (standardwebhooks.com): HMAC-SHA256 over <c>id.timestamp.body</c>.
/// </summary>
internal static class WebhookSecret
{
    public const string Prefix = "whsec_";
    public const string Fix = "write whsec_ and 24 to 64 random bytes in base64; `echo whsec_$(openssl rand -base64 32)` prints one";

    private const int BytesMin = 24;
    private const int BytesMax = 64;

    /// <summary>The keys of one secret, or of two with a blank between them; null when it is not of that form.</summary>
    public static IReadOnlyList<byte[]>? Keys(string text)
    {
        var keys = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Key).ToList();
        return keys.Count is 1 or 2 && !keys.Contains(null) ? [.. keys.OfType<byte[]>()] : null;
    }

    /// <summary>The header <c>webhook-signature</c>: a signature for each key.</summary>
    public static string Sign(IReadOnlyList<byte[]> keys, string id, long timestamp, string body)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"));
        return string.Join(' ', keys.Select(k => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(k, signed))}"));
    }

    private static byte[]? Key(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var bytes = new byte[BytesMax];
        return Convert.TryFromBase64String(secret[Prefix.Length..], bytes, out var length) && length >= BytesMin ? bytes[..length] : null;
    }
}
