namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>One line.</summary>
/// <param name="Line">Its number in the text that it was read from, from 1.</param>
/// <param name="Tags">By key in ordinal order, keys unique.</param>
/// <param name="Fields">At least one, in the order of the line, keys unique.</param>
/// <param name="Time">In ns since 1970.</param>
internal sealed record Point(
    int Line, string Table, IReadOnlyList<KeyValuePair<string, string>> Tags,
    IReadOnlyList<KeyValuePair<string, FieldValue>> Fields, long Time)
{
    public string? Tag(string key)
    {
        foreach (var tag in Tags)
            if (tag.Key == key) return tag.Value;
        return null;
    }
}
