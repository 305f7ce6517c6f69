using ChaosService.Faults.Network.Netem;
using ChaosService.Faults.Network.Nfqueue;
using ChaosService.Faults.Network.Nftables;
using Docker.DotNet;

namespace ChaosService.Faults.Network;

/// <summary>
/// Reverts one fault from its recipe, and checks that it is gone. If its run is active in this process, that run's other faults stay:
/// the state is computed without it. If the process is dead, its leftovers are found by name: drops by their fault, shapes all together,
/// because they add up in the kernel and the parts of single faults are no longer known.
/// </summary>
internal sealed class NetworkLeftovers(DockerClient docker, NodeNetworks networks)
{
    public Task RemoveDropsAsync(NetworkRecipe recipe, CancellationToken cancellationToken) =>
        RemoveAsync(
            recipe, (pid, stop) => NftTable.RemoveAsync(pid, recipe.Fault, stop), (pid, stop) => HasDropsAsync(pid, recipe.Fault, stop),
            cancellationToken);

    public Task RemoveShapesAsync(NetworkRecipe recipe, CancellationToken cancellationToken) => RemoveAsync(
        recipe,
        async (pid, stop) =>
        {
            await NetemShaper.ClearAsync(pid, stop);
            await MangleChain.ClearAsync(pid, stop);
        },
        async (pid, stop) => await NetemShaper.IsThereAsync(pid, stop) || await MangleChain.IsThereAsync(pid, stop),
        cancellationToken);

    private async Task RemoveAsync(
        NetworkRecipe recipe, Func<int, CancellationToken, Task> clean, Func<int, CancellationToken, Task<bool>> isThere,
        CancellationToken cancellationToken)
    {
        if (networks.ActiveOn(recipe.Project) is { } active)
        {
            await active.RemoveAsync(recipe.Fault, cancellationToken);
            return;
        }
        await foreach (var (node, pid) in recipe.NetworksAsync(docker, cancellationToken))
        {
            await clean(pid, cancellationToken);
            if (await isThere(pid, cancellationToken))
                throw new InvalidOperationException(
                    $"What {recipe.Fault} put into the network of {node} (process {pid}) is still there after removing it.");
        }
    }

    private static async Task<bool> HasDropsAsync(int pid, string fault, CancellationToken cancellationToken) =>
        (await NftTable.ReadAsync(pid, cancellationToken))?.Any(r => r.FaultId == fault) == true;
}
