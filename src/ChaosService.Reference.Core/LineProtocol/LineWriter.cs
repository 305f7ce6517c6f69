using System.Globalization;
using System.Text;

namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>Writes points as lines, in a canonical form: reading them gives the same points.</summary>
internal static class LineWriter
{
    public static void Write(StringBuilder text, Point point)
    {
        Name(text, point.Table);
        foreach (var (key, value) in point.Tags) Name(Name(text.Append(','), key).Append('='), value);
        var separator = ' ';
        foreach (var (key, value) in point.Fields)
        {
            Name(text.Append(separator), key).Append('=');
            Value(text, value);
            separator = ',';
        }
        text.Append(' ').Append(point.Time).Append('\n');
    }

    private static StringBuilder Name(StringBuilder text, string name)
    {
        foreach (var c in name) (c is ',' or '=' or ' ' or '\\' ? text.Append('\\') : text).Append(c);
        return text;
    }

    private static StringBuilder Value(StringBuilder text, FieldValue value) => value.Kind switch
    {
        FieldKind.Integer => text.Append(value.Integer).Append('i'),
        FieldKind.Unsigned => text.Append(value.Unsigned).Append('u'),
        FieldKind.Boolean => text.Append(value.Boolean ? "true" : "false"),
        FieldKind.Float => text.Append(value.Float.ToString("R", CultureInfo.InvariantCulture)),
        _ => text.Append('"').Append(value.Text.Replace("\\", "\\\\").Replace("\"", "\\\"")).Append('"'),
    };
}
