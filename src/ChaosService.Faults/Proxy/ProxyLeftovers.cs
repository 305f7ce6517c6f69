using ChaosService.Faults.Network;
using ChaosService.Faults.Proxy.Redirect;
using Docker.DotNet;

namespace ChaosService.Faults.Proxy;

/// <summary>
/// Takes one fault's rules out of its nodes' networks from its recipe. The proxy itself went with its process, and the connections that
/// went through it.
/// </summary>
internal sealed class ProxyLeftovers(DockerClient docker, NodeProxies proxies)
{
    public async Task RemoveAsync(NetworkRecipe recipe, CancellationToken cancellationToken)
    {
        if (proxies.ActiveOn(recipe.Project) is { } active)
        {
            await active.RemoveAsync(recipe.Fault, cancellationToken);
            return;
        }
        await foreach (var (node, pid) in recipe.NetworksAsync(docker, cancellationToken))
        {
            await RedirectTable.RemoveAsync(pid, recipe.Fault, cancellationToken);
            if ((await RedirectTable.ReadAsync(pid, cancellationToken))?.Any(r => r.FaultId == recipe.Fault) == true)
                throw new InvalidOperationException(
                    $"The redirect of {recipe.Fault} in the network of {node} (process {pid}) is still there after removing it.");
        }
    }
}
