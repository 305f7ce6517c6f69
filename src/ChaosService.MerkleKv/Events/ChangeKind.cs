namespace ChaosService.MerkleKv.Events;

/// <summary>What a client did; an event names it in lower case.</summary>
internal enum ChangeKind
{
    Set,
    Del,
    Incr,
    Decr,
    Append,
    Prepend,
}
