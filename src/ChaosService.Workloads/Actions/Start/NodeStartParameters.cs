using ChaosService.Model.Actions;

namespace ChaosService.Workloads.Actions.Start;

/// <param name="Node">One of a group that comes later.</param>
internal sealed record NodeStartParameters(string Node) : ActionParameters
{
    public override IReadOnlyList<string> Nodes => [Node];
}
