using System.Globalization;
using System.Text.RegularExpressions;

namespace ChaosService.Browser.Tests.Running;

/// <summary>What a chart tells of itself to those who do not see it. That it drew something at all is looked up in its canvas.</summary>
internal static class Chart
{
    /// <summary>Looks at a copy: the browser warns of those who read a canvas that is drawn on.</summary>
    private const string Painted =
        """
        canvas => {
          const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          [copy.canvas.width, copy.canvas.height] = [canvas.width, canvas.height];
          copy.drawImage(canvas, 0, 0);
          return copy.getImageData(0, 0, canvas.width, canvas.height).data.some(v => v !== 0);
        }
        """;

    public static async Task HasPointsAsync(ILocator chart, int points)
    {
        await SaysAsync(chart, string.Create(CultureInfo.InvariantCulture, $": {points:#,0} points up to"));
        Assert.True(await chart.Locator("canvas").First.EvaluateAsync<bool>(Painted), "the chart is blank");
    }

    public static Task ReachesAsync(ILocator chart, int seconds) => SaysAsync(chart, $" up to {seconds} s, ");

    /// <param name="faults">As <c>f1 network-partition</c>.</param>
    public static Task HasBandsAsync(ILocator chart, params string[] faults) => SaysAsync(chart, $"; {string.Join(", ", faults)}");

    private static Task SaysAsync(ILocator chart, string part) =>
        Expect(chart.GetByRole(AriaRole.Img)).ToHaveAttributeAsync("aria-label", new Regex(Regex.Escape(part)));
}
