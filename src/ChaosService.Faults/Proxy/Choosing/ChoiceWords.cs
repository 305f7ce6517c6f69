using ChaosService.Proxies.Choosing;

namespace ChaosService.Faults.Proxy.Choosing;

internal static class ChoiceWords
{
    /// <summary><c> (after 3, first 10, nth 2, 50 %)</c>, or nothing when it is all of them.</summary>
    public static string Of(Choice which)
    {
        string[] words =
        [
            which.After > 0 ? $"after {which.After}" : "",
            which.First is { } first ? $"first {first}" : "",
            which.Nth > 1 ? $"nth {which.Nth}" : "",
            which.Share < 1 ? $"{100 * which.Share:0.###} %" : "",
        ];
        var said = string.Join(", ", words.Where(w => w.Length > 0));
        return said.Length > 0 ? $" ({said})" : "";
    }
}
