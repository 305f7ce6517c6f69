using ChaosService.Model.Histories;
using ChaosService.Workloads.Redis.Resp;

namespace ChaosService.Workloads.Redis.Topology;

/// <summary>What one sentinel knows about the primary that it monitors.</summary>
/// <param name="Primary">The node's name; null when it is not one of the cluster's nodes.</param>
/// <param name="Flags"><c>master</c> when it is healthy, followed by <c>,s_down,o_down</c> when it is not.</param>
/// <param name="Epoch">The configuration epoch: each successful failover has a higher one.</param>
internal sealed record SentinelView(string Sentinel, string? Primary, string Flags, int Replicas, int OtherSentinels, int Epoch)
{
    /// <summary>For an observation: the primary according to this sentinel, and the failover that made it primary.</summary>
    public OpValue ToValue() => OpValue.Object(
    [
        new("primary", Primary is { } node ? OpValue.Text(node) : OpValue.None), new("epoch", OpValue.Integer(Epoch)),
    ]);
}

internal sealed class Sentinels(RedisMembers members)
{
    /// <summary>The topic of the observations.</summary>
    public const string Topic = "primary";

    private const string PrimaryName = "mymaster";

    public int Count => members.Sentinels.Count;

    public IReadOnlyList<string> Names => members.Sentinels;

    /// <summary>The views of the sentinels that answer.</summary>
    public async Task<IReadOnlyList<SentinelView>> ViewsAsync(CancellationToken cancellationToken)
    {
        var views = await Task.WhenAll(members.Sentinels.Select(sentinel => ViewAsync(sentinel, cancellationToken)));
        return [.. views.OfType<SentinelView>()];
    }

    /// <summary>Null when it does not answer.</summary>
    public async Task<SentinelView?> ViewAsync(string sentinel, CancellationToken cancellationToken)
    {
        var reply = await members.AskAsync(
            sentinel, RedisMembers.SentinelPort, ["SENTINEL", "MASTER", PrimaryName], cancellationToken);
        return reply?.Items is { } fields ? View(sentinel, fields) : null;
    }

    /// <summary>The node named by most of the sentinels that answer; null when none does.</summary>
    public async Task<string?> PrimaryAsync(CancellationToken cancellationToken)
    {
        var replies = await Task.WhenAll(members.Sentinels.Select(sentinel =>
            members.AskAsync(
                sentinel, RedisMembers.SentinelPort, ["SENTINEL", "GET-MASTER-ADDR-BY-NAME", PrimaryName], cancellationToken)));
        return replies
            .Select(reply => reply?.Items is [var host, ..] ? members.NodeOf(host.Text) : null)
            .OfType<string>()
            .CountBy(node => node)
            .OrderByDescending(votes => votes.Value)
            .FirstOrDefault().Key;
    }

    private SentinelView View(string sentinel, RespValue[] fields)
    {
        var values = fields.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0].Text, pair => pair[1].Text);
        return new SentinelView(
            sentinel, members.NodeOf(values.GetValueOrDefault("ip", "")), values.GetValueOrDefault("flags", ""),
            Number("num-slaves"), Number("num-other-sentinels"), Number("config-epoch"));

        int Number(string field) => int.TryParse(values.GetValueOrDefault(field), out var number) ? number : 0;
    }
}
