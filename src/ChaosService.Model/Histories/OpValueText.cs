using System.Globalization;
using System.Text;

namespace ChaosService.Model.Histories;

/// <summary>
/// How a report and a finding show a value: in full when it is short, otherwise its beginning. A row of a hundred columns must not push
/// everything else from the page.
/// </summary>
internal static class OpValueText
{
    private const int CharactersMax = 60;

    public static string Of(OpValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        if (text.Length <= CharactersMax) return text.ToString();
        // Not half a character at the end.
        text.Length = char.IsHighSurrogate(text[CharactersMax - 2]) ? CharactersMax - 2 : CharactersMax - 1;
        return text.Append('…').ToString();
    }

    private static void Append(StringBuilder text, OpValue value)
    {
        switch (value.Kind)
        {
            case OpValueKind.None: text.Append("nil"); break;
            case OpValueKind.Integer: text.Append(CultureInfo.InvariantCulture, $"{value.First}"); break;
            case OpValueKind.Pair: AppendPair(text, value); break;
            // The amount and the total of an increment.
            case OpValueKind.List when value.Items is [var first, var second]:
                text.Append(CultureInfo.InvariantCulture, $"[{first} {second}]");
                break;
            case OpValueKind.List: text.Append(CultureInfo.InvariantCulture, $"[{value.Items!.Length} elements]"); break;
            case OpValueKind.Text: AppendText(text, value.AsText!); break;
            case OpValueKind.Float: text.Append(CultureInfo.InvariantCulture, $"{value.AsFloat:R}"); break;
            case OpValueKind.Boolean: text.Append(value.AsBoolean == true ? "true" : "false"); break;
            case OpValueKind.Array: AppendAll(text, '[', value.Elements!, static (t, e) => Append(t, e), ']'); break;
            default:
                AppendAll(text, '{', value.Fields!, static (t, f) => Append(t.Append(Beginning(f.Name)).Append(": "), f.Value), '}');
                break;
        }
    }

    private static void AppendPair(StringBuilder text, OpValue pair) =>
        text.Append('[').Append(pair.First == OpValue.Nil ? "nil" : pair.First.ToString(CultureInfo.InvariantCulture))
            .Append(CultureInfo.InvariantCulture, $" {pair.Second}]");

    private static void AppendText(StringBuilder text, string value) => text.Append('"').Append(Beginning(value)).Append('"');

    /// <summary>No more than can be shown anyway: a value may be a megabyte.</summary>
    private static ReadOnlySpan<char> Beginning(string text) => text.AsSpan(0, Math.Min(text.Length, CharactersMax));

    private static void AppendAll<T>(StringBuilder text, char open, T[] parts, Action<StringBuilder, T> append, char close)
    {
        text.Append(open);
        for (var i = 0; i < parts.Length && text.Length <= CharactersMax; i++)
        {
            if (i > 0) text.Append(", ");
            append(text, parts[i]);
        }
        text.Append(close);
    }
}
