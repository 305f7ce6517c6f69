using System.Text;

namespace ChaosService.Faults.Dns.Messages;

/// <summary>A name as its labels, in small letters. The root has none and is written <c>.</c></summary>
internal sealed class DnsName(IReadOnlyList<string> labels)
{
    private const int LabelMax = 63;

    /// <summary>With a length before each label and an empty one at the end (RFC 1035, 2.3.4).</summary>
    private const int BytesMax = 255;

    public IReadOnlyList<string> Labels => labels;

    public bool IsRoot => labels.Count == 0;

    /// <summary>A name of a host or a service, with or without the last dot; null when it is not one.</summary>
    public static DnsName? Parse(string text)
    {
        if (text == ".") return new([]);
        var labels = (text.EndsWith('.') ? text[..^1] : text).ToLowerInvariant().Split('.');
        var bytes = labels.Sum(l => l.Length + 1) + 1;
        return bytes <= BytesMax && labels.All(l => l.Length is > 0 and <= LabelMax && l.All(IsUsual)) ? new(labels) : null;
    }

    /// <summary>Whether it is the other name, or ends in it.</summary>
    public bool IsUnder(DnsName suffix) =>
        labels.Count >= suffix.Labels.Count && labels.Skip(labels.Count - suffix.Labels.Count).SequenceEqual(suffix.Labels);

    public byte[] ToBytes() => [.. labels.SelectMany(l => (IEnumerable<byte>)[(byte)l.Length, .. Encoding.ASCII.GetBytes(l)]), 0];

    public override string ToString() => IsRoot ? "." : string.Join('.', labels);

    private static bool IsUsual(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
