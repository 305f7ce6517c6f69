using System.Text;

namespace ChaosService.Host.Grpc.Protocol;

/// <summary>The text of <c>grpc-message</c>: UTF-8, with everything but printable ASCII, and the percent sign, percent-encoded.</summary>
internal static class StatusMessage
{
    /// <summary>Clients take 8 KiB of trailers and more only when told to.</summary>
    public const int CharactersMax = 1024;

    public static string Encode(string text)
    {
        if (text.Length > CharactersMax) text = string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[CharactersMax - 1]) ? CharactersMax - 1 : CharactersMax), "…");
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.Contains('%')) return text;
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b is >= (byte)' ' and <= (byte)'~' and not (byte)'%') encoded.Append((char)b);
            else encoded.Append('%').Append(Convert.ToHexString([b]));
        }
        return encoded.ToString();
    }
}
