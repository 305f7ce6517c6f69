using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>
/// Enters this node into the catalog, the first time that it runs. Not again: a node that was removed does not come back by itself.
/// </summary>
internal sealed class Registration(CatalogClient catalog, NodeSettings settings, TimeProvider time, ILogger<Registration> log)
    : BackgroundService
{
    private string Marker => Path.Combine(settings.DataFolder, "registered");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!File.Exists(Marker))
        {
            var self = settings.Self;
            var answer = await catalog.ProposeAsync(
                new AddNode(catalog.Now, self.Id, self.RpcAddress, self.HttpAddress, NodeStatus.Active), stoppingToken);
            if (answer.Status is 201 or 409)
            {
                await File.WriteAllTextAsync(Marker, "", stoppingToken);
                ClusterLog.Registered(log, self.Id, self.RpcAddress);
                return;
            }
            ClusterLog.NotRegistered(log, self.Id, answer.Message);
            await Task.Delay(settings.Tick * settings.ElectionTicks, time, stoppingToken);
        }
    }
}
