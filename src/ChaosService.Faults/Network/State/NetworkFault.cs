namespace ChaosService.Faults.Network.State;

/// <summary>One active network fault, all names resolved.</summary>
/// <param name="Nodes">The nodes that were chosen.</param>
/// <param name="Others">The other ends; null: everyone, clients and the host included.</param>
/// <param name="Shape">Null: nothing arrives.</param>
/// <param name="Seed">Decides the packets' jitter.</param>
internal sealed record NetworkFault(
    string Id, IReadOnlyList<string> Nodes, IReadOnlyList<string>? Others, Direction Direction, Shape? Shape = null, long Seed = 0)
{
    public bool Chose(string node) => Nodes.Contains(node);

    public bool IsOtherEnd(string node) => Others is null || Others.Contains(node);
}
