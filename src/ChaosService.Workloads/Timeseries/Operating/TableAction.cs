using System.Text.Json;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Workloads.Actions.Http;
using ChaosService.Workloads.Timeseries.Topology;

namespace ChaosService.Workloads.Timeseries.Operating;

/// <summary>
/// Finds a table's shards in the catalog, and then makes one call. A repetition makes the same call, whatever happened to the shard
/// meanwhile: only then does it show that the call is idempotent.
/// </summary>
/// <param name="call">Built from the table's shards, in the order of their ids; null: the call is not possible for any of them.</param>
internal sealed class TableAction(
    TableParameters parameters, ICluster cluster, TimeProvider time, Func<IReadOnlyList<ShardPage>, ManagementCall?> call) : IAction
{
    private const int ListsMax = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private ManagementCall? _call;

    public static string Json(params (string Name, object? Value)[] body) =>
        JsonSerializer.Serialize(body.ToDictionary(b => b.Name, b => b.Value));

    public async Task<ActionAnswer> ActAsync(CancellationToken limit)
    {
        if (_call is null)
        {
            if (await ListAsync(limit) is not { } shards)
                return new(OpType.Fail, $"{parameters.Node} does not list the cluster's shards, so nothing was asked of it");
            ShardPage[] own = [.. shards.Where(s => IsOf(s, parameters.Table)).OrderBy(s => s.Id)];
            _call = call(own);
            if (_call is null)
                return new(
                    OpType.Fail,
                    $"nothing was asked of {parameters.Node}: the table {parameters.Table} has no shard for that, of {own.Length} in all");
        }
        var answer = await new HttpAction(_call.Request, cluster).ActAsync(limit);
        return answer with { Evidence = $"{answer.Evidence} ({_call.Body})" };
    }

    /// <summary>A query changes nothing, so a node that is slow or has just lost its leader is asked again.</summary>
    private async Task<ShardPage[]?> ListAsync(CancellationToken limit)
    {
        using var pages = new NodePages(cluster, time);
        for (var tries = 1; ; tries++)
        {
            if (await pages.ShardsAsync(parameters.Node, limit) is { } shards) return shards;
            if (tries == ListsMax) return null;
            await Task.Delay(Pause, time, limit);
        }
    }

    /// <summary>The prefix that a run gives its tables ends with a slash.</summary>
    private static bool IsOf(ShardPage shard, string table) =>
        shard.TableName == table || shard.TableName.EndsWith($"/{table}", StringComparison.Ordinal);
}
