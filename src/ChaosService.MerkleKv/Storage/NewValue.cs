namespace ChaosService.MerkleKv.Storage;

/// <summary>What a client's write makes of a value, or why it cannot.</summary>
internal readonly record struct NewValue(string? Value, string? Refusal)
{
    public static NewValue Of(string? value) => new(value, null);

    public static NewValue Refused(string why) => new(null, why);
}
