using System.Globalization;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Ids;

namespace ChaosService.Faults.Hooks;

/// <summary>Where one node's commands run, and their environment.</summary>
/// <param name="Project">The compose project, to find the node again when there is nothing else to ask.</param>
internal sealed record HookCall(
    ProjectName Project, string Node, ContainerId ContainerId, HookPlace Where, TimeSpan Timeout,
    IReadOnlyDictionary<string, string> Environment)
{
    public static HookCall For(FaultRequest request, ExecParameters parameters, NodeRuntime node) =>
        new(
            request.Cluster.Project, node.Node, node.ContainerId, parameters.Where, parameters.Timeout,
            new Dictionary<string, string>
            {
                ["CHAOSSERVICE_NODE"] = node.Node,
                ["CHAOSSERVICE_CONTAINER"] = node.ContainerId,
                ["CHAOSSERVICE_PROJECT"] = request.Cluster.Project,
                ["CHAOSSERVICE_ADDRESS"] = $"{node.Address}",
                ["CHAOSSERVICE_RUN"] = request.RunId,
                ["CHAOSSERVICE_FAULT"] = request.Id,
                ["CHAOSSERVICE_SEED"] = request.Seed.ToString(CultureInfo.InvariantCulture),
            });
}
