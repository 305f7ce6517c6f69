using System.Text;
using System.Xml;

namespace ChaosService.Engine.Reporting.JUnit;

/// <summary>Text that XML can hold.</summary>
internal static class JUnitText
{
    /// <summary>XML cannot hold most control characters, not even escaped; a node's error message can.</summary>
    public static string Clean(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            result.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString());
        return result.ToString();
    }
}
