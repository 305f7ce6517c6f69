
namespace ChaosService.Browser.Tests.Running;

/// <summary>The page's elements by their <c>data-test</c> attribute: tests hold to what an element is for, not to how it looks.</summary>
internal static class Hooks
{
    public static ILocator Hook(this IPage page, string name) => page.Locator($"[data-test={name}]");

    public static ILocator Hook(this ILocator within, string name) => within.Locator($"[data-test={name}]");

    public static ILocator RunRow(this IPage page, string runId) => page.Locator($"[data-test=run-row][data-run-id='{runId}']");

    /// <summary>A choice or a text field: which of them is the page's business.</summary>
    public static async Task SelectOrFillAsync(this ILocator field, string value)
    {
        if (await field.EvaluateAsync<string>("e => e.tagName") == "SELECT") await field.SelectOptionAsync(value);
        else await field.FillAsync(value);
    }
}
