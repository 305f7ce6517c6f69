namespace ChaosService.Model.Histories;

/// <summary>Reads an <see cref="OpValueKind.Object"/> by field names; a missing field, or one of another kind, is null.</summary>
public static class OpValueFields
{
    /// <summary><see cref="OpValue.None"/> when there is no such field.</summary>
    public static OpValue Field(this OpValue value, string name)
    {
        foreach (var field in value.Fields ?? [])
            if (field.Name == name)
                return field.Value;
        return OpValue.None;
    }

    public static string? Text(this OpValue value, string name) => value.Field(name).AsText;

    public static long? Integer(this OpValue value, string name) =>
        value.Field(name) is { Kind: OpValueKind.Integer, First: var number } ? number : null;

    /// <summary>The whole numbers of a list; empty when there are none.</summary>
    public static long[]? Integers(this OpValue value, string name) => value.Field(name).Items;

    /// <summary>The elements of an array of objects, arrays or texts; empty when there are none.</summary>
    public static OpValue[]? Elements(this OpValue value, string name) => value.Field(name) switch
    {
        { Elements: { } elements } => elements,
        { Items.Length: 0 } => [],
        _ => null,
    };

    /// <summary>The elements of an array of texts; null when one of them is not a text.</summary>
    public static IReadOnlyList<string>? Texts(this OpValue value, string name) => value.Elements(name).AllTexts();

    /// <summary>Null when one of them is not a text.</summary>
    public static IReadOnlyList<string>? AllTexts(this OpValue[]? elements) =>
        elements is null || !Array.TrueForAll(elements, e => e.AsText is not null) ? null : [.. elements.Select(e => e.AsText!)];

    /// <summary>A field of a whole number; none when it is not known.</summary>
    public static OpField[] OfKnown(string name, long? value) => value is { } known ? [new(name, OpValue.Integer(known))] : [];

    /// <summary>An array of texts.</summary>
    public static OpValue OfTexts(IEnumerable<string> texts) => OpValue.Array([.. texts.Select(OpValue.Text)]);
}
