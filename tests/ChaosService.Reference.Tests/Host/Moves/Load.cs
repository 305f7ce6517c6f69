using System.Collections.Concurrent;

namespace ChaosService.Reference.Tests.Host.Moves;

/// <summary>A client that writes point after point to nodes in turn, and remembers what it was told of each.</summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly MovingCluster _cluster;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<long> _acknowledged = [];
    private readonly HashSet<long> _unknown = [];
    private readonly Task _writing;

    public Load(MovingCluster cluster)
    {
        _cluster = cluster;
        _writing = WriteAsync();
    }

    /// <summary>Statuses of HTTP, with how often there was each.</summary>
    public ConcurrentDictionary<int, int> Statuses { get; } = [];

    public int Acknowledged => Statuses.GetValueOrDefault(204);

    /// <summary>Waits until some more have been acknowledged.</summary>
    public Task GoOnAsync(int count)
    {
        var enough = Acknowledged + count;
        return TestCluster.EventuallyAsync(() => Task.FromResult(Acknowledged), n => n >= enough);
    }

    /// <summary>Ends the writing.</summary>
    /// <returns>What was acknowledged and is not there, or is there and should not be, or more than once; empty when all is well.</returns>
    public async Task<string> CompareAsync(uint node)
    {
        await _stop.CancelAsync();
        await _writing;
        var reply = await TestCluster.EventuallyAsync(
            () => _cluster.Nodes.QueryAsync(node, $"SELECT x FROM cpu WHERE x >= {First}"), r => r.Status == 200);
        List<long> found = [.. reply.Json.EnumerateArray().Select(r => r.GetProperty("x").GetInt64())];
        var allowed = _acknowledged.Union(_unknown).ToHashSet();
        var wrong = found.GroupBy(x => x).Where(g => g.Count() > 1 || !allowed.Contains(g.Key)).Select(g => g.Key);
        return string.Concat(_acknowledged.Except(found).Order().Select(x => $"lost {x} ").Concat(wrong.Select(x => $"wrong {x} ")));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writing;
        _stop.Dispose();
    }

    /// <summary>Above what the cluster was filled with.</summary>
    private const int First = 1000;

    private async Task WriteAsync()
    {
        for (var i = First; !_stop.IsCancellationRequested; i++)
        {
            uint[] up = [.. _cluster.Nodes.Ids.Where(_cluster.Nodes.IsUp)];
            var status = await StatusAsync(up[i % up.Length], i);
            Statuses.AddOrUpdate(status, 1, (_, n) => n + 1);
            if (status == 204) _acknowledged.Add(i);
            else if (status is not (503 or 400)) _unknown.Add(i);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task<int> StatusAsync(uint node, int number)
    {
        try
        {
            return (await _cluster.Nodes.WriteAsync(node, MovingCluster.Points(number, 1))).Status;
        }
        catch (HttpRequestException)
        {
            // The node is being crashed: it is not known what became of it.
            return 0;
        }
    }
}
