using ChaosService.Contracts;
using ChaosService.Model;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using ChaosService.Model.Workloads;
using ChaosService.Service.Replies;

namespace ChaosService.Service.Targets;

/// <summary>Looks at a running target without changing anything of it.</summary>
internal sealed class TargetProbe(IClusterProvider clusters, Catalog catalog, TimeProvider time)
{
    public const string Healthy = "healthy";
    public const string Down = "down";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(1);

    public async Task<TargetStateReply> LookAsync(TargetDefinition definition, ProjectName project, string? runId, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        ICluster? cluster = null;
        try
        {
            cluster = await clusters.UpAsync(
                new ClusterRequest(
                    definition, project, Attach: true, new Dictionary<string, string>(), RunId: ""), new Progress<string>(), both.Token);
            var (health, roles) = await AskAsync(cluster, both.Token);
            var nodes = cluster.Nodes.Select(
                n => new NodeReply(n.Name, n.Group, Wire.Word(cluster.LastKnown(n.Name).State), roles.GetValueOrDefault(n.Name)));
            return new TargetStateReply(definition.Name, project, runId, health.Healthy ? Healthy : "unhealthy", health.Detail, [.. nodes]);
        }
        catch (Exception e) when (e is ClusterUnavailableException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            var why = e is OperationCanceledException ? $"no answer within {Limit.TotalSeconds:0} s" : e.Message;
            return new TargetStateReply(
                definition.Name, project, runId, Down, why,
                [.. definition.Nodes.Select(n => new NodeReply(n.Name, n.Group, "gone", null))]);
        }
        finally
        {
            // Attached: nothing is taken down but our watch of it.
            if (cluster is not null) await clusters.DownAsync(cluster, new Progress<string>(), CancellationToken.None);
        }
    }

    private async Task<(Health Health, IReadOnlyDictionary<string, string> Roles)> AskAsync(ICluster cluster, CancellationToken stop)
    {
        var kind = catalog.Databases[cluster.Definition.Database];
        var options = kind.Bind(null) ?? throw new InvalidOperationException($"the client of '{kind.Name}' has no defaults");
        await using var database = kind.Connect(new DatabaseRequest(cluster, options, "chaosservice/probe/", RequestLimit, time));
        var health = database is IHealthProbe probe ? await probe.CheckAsync(stop) : new Health(true, "this database has no health probe");
        var roles = database is IRoleProbe asked ? await asked.RolesAsync(stop) : new Dictionary<string, string>();
        return (health, roles);
    }
}
