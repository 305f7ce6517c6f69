using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace ChaosService.Engine.Reporting.Html;

/// <summary>
/// Markup that is safe to send. Made from interpolated strings only: the text of the string is markup, an interpolated value is
/// text and is encoded, unless it is markup already. <c>Html.Of($"&lt;td&gt;{error}&lt;/td&gt;")</c>
/// </summary>
internal readonly struct Html
{
    private readonly string? _text;

    private Html(string text) => _text = text;

    public static Html Empty => default;

    public bool IsEmpty => string.IsNullOrEmpty(_text);

    public static Html Of(Writer writer) => new(writer.ToString());

    /// <summary>For our own style sheets and scripts, which must not be encoded. Never for anything that a run produced.</summary>
    public static Html Trusted(string markup) => new(markup);

    public static Html Each<T>(IEnumerable<T> items, Func<T, Html> part) => new(string.Concat(items.Select(part)));

    public static Html When(bool condition, Func<Html> part) => condition ? part() : Empty;

    public override string ToString() => _text ?? "";

    /// <summary>What the compiler calls for each piece of the interpolated string.</summary>
    [InterpolatedStringHandler]
    internal readonly struct Writer(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(Html markup) => _text.Append(markup._text);

        public void AppendFormatted(string? text) => _text.Append(WebUtility.HtmlEncode(text));

        public void AppendFormatted<T>(T value)
            where T : IFormattable => AppendFormatted(value.ToString(null, CultureInfo.InvariantCulture));

        public override string ToString() => _text.ToString();
    }
}
