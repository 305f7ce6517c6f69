using ChaosService.Faults.Dns.Rules;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Nftables;
using Docker.DotNet;

namespace ChaosService.Faults.Dns;

/// <summary>
/// Takes the rules out of a fault's nodes from its recipe. The relay went with its process, and the rules act no more once their lease is
/// over; all faults of that process were led to by the same rules.
/// </summary>
internal sealed class DnsLeftovers(DockerClient docker, NodeResolvers resolvers)
{
    public async Task RemoveAsync(NetworkRecipe recipe, CancellationToken cancellationToken)
    {
        if (resolvers.ActiveOn(recipe.Project) is { } active)
        {
            await active.RemoveAsync(recipe.Fault, cancellationToken);
            return;
        }
        await foreach (var (_, pid) in recipe.NetworksAsync(docker, cancellationToken))
            await Nft.ApplyAsync(pid, LeadDocument.Remove, cancellationToken);
    }
}
