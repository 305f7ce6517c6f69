using System.Text;
using ChaosService.Service.Notifications.Events;

namespace ChaosService.Service.Notifications.Presets.Slack;

/// <summary>Text for Slack, in which &amp;, &lt; and &gt; begin markup: <c>&lt;!channel&gt;</c> would notify everyone.</summary>
internal static class SlackText
{
    /// <summary>Escaped, and no longer than the limit with its escapes; an escape is never cut in two.</summary>
    public static string Escape(string text, int max)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.Cut(max).EnumerateRunes())
        {
            var part = rune.Value switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", _ => rune.ToString() };
            if (escaped.Length + part.Length > max - 1) return escaped.Append('…').ToString();
            escaped.Append(part);
        }
        return escaped.ToString();
    }

    /// <param name="url">Of our own making.</param>
    public static string Link(string url, string text) => $"<{Escape(url, 2000)}|{Escape(text, 200)}>";
}
