using System.Text;

namespace ChaosService.Web.Problems.Calls;

/// <summary>
/// The text of <c>grpc-message</c>: UTF-8, with everything but printable ASCII, and the percent sign, percent-encoded. Some clients decode
/// nothing else.
/// </summary>
internal static class StatusMessage
{
    public static string Encode(string text)
    {
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
