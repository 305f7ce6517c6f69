namespace ChaosService.MerkleKv.Events;

/// <summary>An event's fields as a message has them, before anyone looked whether they make sense.</summary>
internal sealed class RawEvent
{
    public ulong? Version { get; set; }

    public string? Op { get; set; }

    public string? Key { get; set; }

    public byte[]? Value { get; set; }

    public ulong? Ts { get; set; }

    public string? Source { get; set; }

    public byte[]? OpId { get; set; }
}
