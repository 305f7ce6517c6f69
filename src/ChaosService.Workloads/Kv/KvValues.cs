using System.Globalization;
using System.Text;

namespace ChaosService.Workloads.Kv;

/// <summary>Texts that say which op wrote them: a number that no other op of the run has, never alone.</summary>
internal static class KvValues
{
    /// <summary>Room for each number and something that makes it a text.</summary>
    public const int BytesMin = 24;

    private static readonly Rune[] Filling = [.. "é 日本 🙂 \"'`\\ %s {}[] <b> $(x) # ".EnumerateRunes()];

    /// <summary>
    /// <c>17 é 日本 🙂 …x</c>, of exactly so many bytes in UTF-8, at least <see cref="BytesMin"/>. With blanks, but none at an end, where a
    /// server might cut them off.
    /// </summary>
    public static string Of(long number, int bytes)
    {
        var text = new StringBuilder(bytes).Append(CultureInfo.InvariantCulture, $"{number} ");
        var left = bytes - text.Length - 1;
        for (var i = 0; Filling[i].Utf8SequenceLength <= left; i = (i + 1) % Filling.Length)
        {
            text.Append(Filling[i]);
            left -= Filling[i].Utf8SequenceLength;
        }
        return text.Append('x', left + 1).ToString();
    }

    /// <summary>What an append adds.</summary>
    public static string End(long number) => string.Create(CultureInfo.InvariantCulture, $"→{number}");

    /// <summary>What a prepend adds.</summary>
    public static string Beginning(long number) => string.Create(CultureInfo.InvariantCulture, $"{number}←");
}
