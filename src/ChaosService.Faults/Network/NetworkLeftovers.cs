using ChaosService.Docker.Engine;
using ChaosService.Faults.Container;
using ChaosService.Faults.Network.Netem;
using ChaosService.Faults.Network.Nfqueue;
using ChaosService.Faults.Network.Nftables;

namespace ChaosService.Faults.Network;

/// <summary>Removes everything that is ours, by its name, from the networks of a dead run's nodes, and looks whether it is gone.</summary>
internal static class NetworkLeftovers
{
    public static async Task RemoveAsync(DockerClient docker, NetworkRecipe recipe, CancellationToken cancellationToken)
    {
        foreach (var container in recipe.Containers)
        {
            // A container that does not run has no network that could hold a rule.
            var pid = await docker.PidOfAsync(container.Id, cancellationToken);
            if (pid != 0) await CleanAsync(container.Node, pid, cancellationToken);
        }
    }

    private static async Task CleanAsync(string node, int pid, CancellationToken cancellationToken)
    {
        await NftTable.ApplyAsync(pid, NftDocument.Remove, cancellationToken);
        await NetemShaper.ClearAsync(pid, cancellationToken);
        await MangleChain.ClearAsync(pid, cancellationToken);

        if (await NftTable.ReadAsync(pid, cancellationToken) is not null || await NetemShaper.IsThereAsync(pid, cancellationToken)
            || await MangleChain.IsThereAsync(pid, cancellationToken))
            throw new InvalidOperationException($"Rules of this service are still in the network of {node} (process {pid}) after removing them.");
    }
}
