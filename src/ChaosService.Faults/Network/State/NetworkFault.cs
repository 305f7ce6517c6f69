namespace ChaosService.Faults.Network.State;

/// <summary>One active network fault, all names resolved.</summary>
/// <param name="Nodes">The nodes that were chosen.</param>
/// <param name="Others">The other ends; null: everyone but <see cref="Spared"/>, clients and the host included.</param>
/// <param name="Shape">Null: nothing arrives.</param>
/// <param name="Seed">Decides the packets' jitter.</param>
internal sealed record NetworkFault(
    string Id, IReadOnlyList<string> Nodes, IReadOnlyList<string>? Others, Direction Direction, Shape? Shape = null, long Seed = 0)
{
    /// <summary>Of a fault without a shape.</summary>
    public CutMode Mode { get; init; }

    /// <summary>Of everyone these are not meant.</summary>
    public IReadOnlyList<string> Spared { get; init; } = [];

    /// <summary>Null: each of the nodes with each of the others.</summary>
    public Grudge? Grudge { get; init; }

    public bool Chose(string node) => Nodes.Contains(node);

    public bool IsOtherEnd(string node) => Others is null ? !Spared.Contains(node) : Others.Contains(node);

    /// <summary>The fault acts on what the sender sends to the receiver: a chosen node for outbound, its other end for inbound.</summary>
    public bool Reaches(string sender, string receiver) => Grudge is { } grudge
        ? grudge.IsCut(sender, receiver)
        : (Direction.HasFlag(Direction.Outbound) && Chose(sender) && IsOtherEnd(receiver))
            || (Direction.HasFlag(Direction.Inbound) && Chose(receiver) && IsOtherEnd(sender));

    /// <summary>In one way at least.</summary>
    public bool IsBetween(string a, string b) => Reaches(a, b) || Reaches(b, a);
}
