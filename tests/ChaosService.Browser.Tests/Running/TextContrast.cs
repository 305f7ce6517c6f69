namespace ChaosService.Browser.Tests.Running;

/// <summary>
/// How well text stands out, measured in the page: WCAG 2's contrast of each visible text with what is painted behind it.
/// </summary>
internal static class TextContrast
{
    private const string Script =
        """
        () => {
          const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const rgba = css => {
            paint.clearRect(0, 0, 1, 1);
            paint.fillStyle = css;
            paint.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data;
            return [r, g, b, a / 255];
          };
          const over = (top, bottom) => [0, 1, 2].map(i => top[i] * top[3] + bottom[i] * (1 - top[3])).concat(1);
          const behind = e => {
            if (!e) return rgba('Canvas');
            const own = rgba(getComputedStyle(e).backgroundColor);
            return own[3] === 1 ? own : over(own, behind(e.parentElement));
          };
          const light = c => {
            const [r, g, b] = c.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const opacity = e => e ? getComputedStyle(e).opacity * opacity(e.parentElement) : 1;
          const faint = [];
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            const e = texts.currentNode.parentElement;
            if (!texts.currentNode.data.trim() || !e.checkVisibility({ visibilityProperty: true })
                || e.closest(':disabled, .hidden, script, style, noscript')) continue;
            const style = getComputedStyle(e), background = behind(e), own = rgba(style.color);
            const text = over([...own.slice(0, 3), own[3] * opacity(e)], background);
            const [high, low] = [light(text), light(background)].sort((a, b) => b - a);
            const size = parseFloat(style.fontSize), big = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
            const ratio = (high + 0.05) / (low + 0.05);
            const words = texts.currentNode.data.trim().slice(0, 40);
            if (ratio < (big ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)} "${words}" in ${e.tagName.toLowerCase()}.${e.className}`);
          }
          return [...new Set(faint)];
        }
        """;

    public static async Task AssertReadableAsync(IPage page) => Assert.Empty(await page.EvaluateAsync<string[]>(Script));
}
