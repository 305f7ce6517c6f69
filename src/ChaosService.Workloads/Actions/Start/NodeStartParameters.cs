using ChaosService.Model.Actions;

namespace ChaosService.Workloads.Actions.Start;

/// <param name="Node">A node of a group that joins later.</param>
internal sealed record NodeStartParameters(string Node) : ActionParameters
{
    public override IReadOnlyList<string> Nodes => [Node];
}
