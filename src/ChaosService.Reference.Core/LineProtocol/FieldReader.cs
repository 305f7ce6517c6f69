using System.Globalization;

namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>Reads a field's value: its syntax determines its type.</summary>
internal static class FieldReader
{
    public static bool TryRead(ref LineCursor line, string key, out FieldValue value)
    {
        if (line.TrySkip('"'))
        {
            var isText = line.TryReadText(out var text);
            value = FieldValue.Of(text);
            return isText;
        }
        var plain = line.ReadPlain();
        if (TryParse(plain, out value)) return true;
        return line.Fail(plain.IsEmpty
            ? $"field '{key}' has no value"
            : $"field '{key}': '{plain}' is no number (1, 1.5, 1e3, 1i, 1u), truth value (true, false) or text in double quotes");
    }

    private static bool TryParse(ReadOnlySpan<char> plain, out FieldValue value)
    {
        value = default;
        if (plain.IsEmpty) return false;
        switch (plain[^1])
        {
            case 'i':
                var isInteger = long.TryParse(plain[..^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer);
                value = FieldValue.Of(integer);
                return isInteger;
            case 'u':
                var isUnsigned = ulong.TryParse(plain[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var unsigned);
                value = FieldValue.Of(unsigned);
                return isUnsigned;
            default:
                return TryParseBoolean(plain, out value) || TryParseFloat(plain, out value);
        }
    }

    private static bool TryParseBoolean(ReadOnlySpan<char> plain, out FieldValue value)
    {
        value = FieldValue.Of(plain is "t" or "T" or "true" or "True" or "TRUE");
        return value.Boolean || plain is "f" or "F" or "false" or "False" or "FALSE";
    }

    /// <summary>Only finite values can be stored.</summary>
    private static bool TryParseFloat(ReadOnlySpan<char> plain, out FieldValue value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var isNumber = double.TryParse(plain, Style, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
        value = FieldValue.Of(number);
        return isNumber;
    }
}
