using System.Text;

namespace ChaosService.Engine.Histories.Edn;

/// <summary>What a message shows of a text that is not what it should be.</summary>
internal static class HistoryExcerpt
{
    private const int BytesShown = 40;

    public static string Of(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        if (end >= 0) text = text[..end];
        return text.Length <= BytesShown ? $"`{Encoding.UTF8.GetString(text)}`" : $"`{Encoding.UTF8.GetString(text[..BytesShown])}…`";
    }
}
