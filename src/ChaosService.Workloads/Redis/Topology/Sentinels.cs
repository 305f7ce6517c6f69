using ChaosService.Workloads.Redis.Resp;

namespace ChaosService.Workloads.Redis.Topology;

/// <summary>What one sentinel knows of the primary it watches.</summary>
/// <param name="Primary">Node name; null when it is none of ours.</param>
/// <param name="Flags"><c>master</c> when all is well, with <c>,s_down,o_down</c> behind it when not.</param>
internal sealed record SentinelView(string Sentinel, string? Primary, string Flags, int Replicas, int OtherSentinels);

internal sealed class Sentinels(RedisMembers members)
{
    private const string PrimaryName = "mymaster";

    public int Count => members.Sentinels.Count;

    /// <summary>The views of those that answer.</summary>
    public async Task<IReadOnlyList<SentinelView>> ViewsAsync(CancellationToken cancellationToken)
    {
        var replies = await Task.WhenAll(members.Sentinels.Select(async sentinel =>
            (Sentinel: sentinel, Reply: await members.AskAsync(
                sentinel, RedisMembers.SentinelPort, ["SENTINEL", "MASTER", PrimaryName], cancellationToken))));
        return [.. replies.Where(r => r.Reply?.Items is not null).Select(r => View(r.Sentinel, r.Reply!.Value.Items!))];
    }

    /// <summary>The node that most of those who answer name; null when nobody does.</summary>
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
            Number("num-slaves"), Number("num-other-sentinels"));

        int Number(string field) => int.TryParse(values.GetValueOrDefault(field), out var number) ? number : 0;
    }
}
