namespace ChaosService.Browser.Tests.Running;

/// <summary>What a chart says it has drawn. That it drew something at all is looked up in its canvas.</summary>
internal static class Chart
{
    public static async Task HasPointsAsync(ILocator chart, int points)
    {
        await Expect(chart).ToHaveAttributeAsync("data-points", $"{points}");
        Assert.True(await chart.Locator("canvas").First.EvaluateAsync<bool>(
            "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v !== 0)"), "the chart is blank");
    }

    public static Task HasBandsAsync(ILocator chart, int bands) => Expect(chart).ToHaveAttributeAsync("data-bands", $"{bands}");
}
