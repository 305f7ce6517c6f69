using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>
/// Registers this node in the catalog, only the first time that it runs: a node that was removed does not rejoin automatically. At each
/// start it reports the format that it reads: it may have been upgraded, or downgraded.
/// </summary>
internal sealed class Registration(
    CatalogClient catalog, SeedClient seeds, NodeSettings settings, TimeProvider time, ILogger<Registration> log) : BackgroundService
{
    private string Marker => Path.Combine(settings.DataFolder, "registered");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await EnterAsync(settings.Self, stoppingToken);
        await AnnounceAsync(stoppingToken);
    }

    private async Task EnterAsync(Peer self, CancellationToken stoppingToken)
    {
        while (!File.Exists(Marker))
        {
            var answer = settings.Seeds.Count > 0 ? await seeds.AddAsync(self, stoppingToken) : await AddAsync(self, stoppingToken);
            if (answer.Status == 201)
            {
                await File.WriteAllTextAsync(Marker, "", stoppingToken);
                ClusterLog.Registered(log, self.Id, self.RpcAddress);
                return;
            }
            if (answer.Status == 409) ClusterLog.IdIsTaken(log, self.Id, self.RpcAddress, answer.Message);
            else ClusterLog.NotRegistered(log, self.Id, answer.Message);
            await Task.Delay(settings.Tick * settings.ElectionTicks, time, stoppingToken);
        }
    }

    private async Task AnnounceAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var (state, why) = await catalog.ReadAsync(cancellation);
            if (state is not null)
            {
                // A removed node reports nothing.
                if (state.Nodes.GetValueOrDefault(settings.NodeId) is not { } self || self.Format == settings.Format) return;
                var answer = await catalog.ProposeAsync(new SetNodeFormat(catalog.Now, self.Id, settings.Format), cancellation);
                if (answer.Status == 200)
                {
                    ClusterLog.FormatAnnounced(log, self.Id, settings.Format, state.Format);
                    return;
                }
                why = answer.Message;
            }
            ClusterLog.FormatNotAnnounced(log, settings.NodeId, settings.Format, why);
            await Task.Delay(settings.Tick * settings.ElectionTicks, time, cancellation);
        }
    }

    private async Task<Answer> AddAsync(Peer self, CancellationToken cancellation)
    {
        var answer = await catalog.ProposeAsync(
            new AddNode(catalog.Now, self.Id, self.RpcAddress, self.HttpAddress, NodeStatus.Active), cancellation);
        if (answer.Status != 409) return answer;
        var (state, why) = await catalog.ReadAsync(cancellation);
        if (state is null) return new(503, why);
        // We may be registered already: the answer was lost, or the disk with our record of it.
        return state.Nodes.GetValueOrDefault(self.Id)?.RpcAddress == self.RpcAddress ? new(201) : answer;
    }
}
