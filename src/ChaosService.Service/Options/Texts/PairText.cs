namespace ChaosService.Service.Options.Texts;

/// <summary>Reads <c>name=value, name=value</c>.</summary>
internal static class PairText
{
    /// <summary>Null when a part is not a pair, or a name comes twice.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Parse(string text)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, { Length: > 0 } value]
                || pairs.Exists(p => p.Key == name))
                return null;
            pairs.Add(new(name, value));
        }
        return pairs;
    }
}
