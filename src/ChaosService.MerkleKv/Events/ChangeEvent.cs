using ChaosService.MerkleKv.Ordering;

namespace ChaosService.MerkleKv.Events;

/// <summary>A write, as nodes tell each other.</summary>
/// <param name="Value">The key's value afterwards, whatever the kind; null for a delete.</param>
/// <param name="Source">The client id of the node that took the write.</param>
internal sealed record ChangeEvent(ChangeKind Kind, string Key, string? Value, Stamp Stamp, string Source)
{
    public const int Version = 1;

    public string Name => NameOf(Kind);

    public static string NameOf(ChangeKind kind) => kind switch
    {
        ChangeKind.Set => "set",
        ChangeKind.Del => "del",
        ChangeKind.Incr => "incr",
        ChangeKind.Decr => "decr",
        ChangeKind.Append => "append",
        ChangeKind.Prepend => "prepend",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "An event has no name for it."),
    };
}
