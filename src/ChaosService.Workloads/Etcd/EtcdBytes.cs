using System.Globalization;
using System.Text;

namespace ChaosService.Workloads.Etcd;

/// <summary>Keys and values as the API has them: bytes, and here always text.</summary>
internal static class EtcdBytes
{
    public static byte[] Of(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Of(long value) => Of(value.ToString(CultureInfo.InvariantCulture));

    public static long Number(ReadOnlySpan<byte> text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The first key that does not have the prefix.</summary>
    public static byte[] EndOfPrefix(byte[] prefix) => [.. prefix[..^1], (byte)(prefix[^1] + 1)];
}
