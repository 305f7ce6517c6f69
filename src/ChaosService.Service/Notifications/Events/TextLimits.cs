namespace ChaosService.Service.Notifications.Events;

internal static class TextLimits
{
    /// <summary>
    /// At most a given number of characters, the last of them an ellipsis when something is cut off. Never cuts a pair of surrogates in
    /// two.
    /// </summary>
    public static string Cut(this string text, int max)
    {
        if (text.Length <= max) return text;
        var end = max - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end] + "…";
    }
}
