using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using ChaosService.Tests.Engine.Fakes;
using Docker.DotNet.Models;

namespace ChaosService.Docker.Tests.Clusters;

/// <summary>The targets that come with the service do what their experiments take for granted, seen from the host.</summary>
[Trait("needs", "docker")]
public sealed class ShippedTargetTests
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Etcd_takes_a_write_on_one_member_and_reads_it_on_another()
    {
        await using var stage = new Stage();
        var cluster = await stage.UpAsync(Targets.Etcd);
        using var http = new HttpClient { Timeout = AnswerLimit };
        await UntilAsync(async () =>
        {
            using var put = await http.PostAsJsonAsync(
                $"http://{cluster.LastKnown("etcd1").Address}:2379/v3/kv/put", new { key = "Zm9v", value = "YmFy" }, Cancellation);
            return put.IsSuccessStatusCode;
        });
        using var range =
            await http.PostAsJsonAsync($"http://{cluster.LastKnown("etcd3").Address}:2379/v3/kv/range", new { key = "Zm9v" }, Cancellation);
        Assert.Contains("\"value\":\"YmFy\"", await range.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Sentinel_replaces_a_killed_primary_which_comes_back_as_replica_at_its_own_address()
    {
        await using var stage = new Stage();
        var cluster = await stage.UpAsync(Targets.RedisSentinel);
        var primary = cluster.LastKnown("redis1");
        var replica = cluster.LastKnown("redis2").Address!;
        var sentinel = cluster.LastKnown("sentinel1").Address!;
        await UntilAsync(async () =>
            (await AskAsync(primary.Address!, 6379, "INFO replication")).Contains("connected_slaves:2", StringComparison.Ordinal));
        // A sentinel that has not heard of the replicas yet has nobody to promote: it learns of them by asking the primary every 10 s.
        foreach (var name in new[] { "sentinel1", "sentinel2", "sentinel3" })
        {
            var address = cluster.LastKnown(name).Address!;
            await UntilAsync(async () =>
                (await AskAsync(address, 26379, "SENTINEL CKQUORUM mymaster")).StartsWith("+OK 3 usable", StringComparison.Ordinal));
            await UntilAsync(async () => (await AskAsync(address, 26379, "SENTINEL REPLICAS mymaster")) is var known
                && known.Contains("redis2", StringComparison.Ordinal) && known.Contains("redis3", StringComparison.Ordinal));
        }

        await stage.Docker.Containers.KillContainerAsync(primary.ContainerId, new ContainerKillParameters(), Cancellation);
        await UntilAsync(async () => (await AskAsync(sentinel, 26379, "SENTINEL GET-MASTER-ADDR-BY-NAME mymaster")) is var answer
            && !answer.Contains("redis1", StringComparison.Ordinal));
        await stage.Docker.Containers.StartContainerAsync(primary.ContainerId, cancellationToken: Cancellation);
        await UntilAsync(async () => (await AskAsync(primary.Address!, 6379, "INFO replication")) is var info
            && info.Contains("role:slave", StringComparison.Ordinal) && info.Contains("master_link_status:up", StringComparison.Ordinal));
        Assert.Equal(replica, (await cluster.InspectAsync("redis2", Cancellation)).Address);
        Assert.Equal(primary.Address, (await cluster.InspectAsync("redis1", Cancellation)).Address);
    }

    [Fact]
    public async Task Setting_of_an_experiment_reaches_the_server()
    {
        await using var stage = new Stage();
        var request =
            stage.Request(Targets.RedisSentinel) with { Settings = new Dictionary<string, string> { ["MIN_REPLICAS_TO_WRITE"] = "1" } };
        var cluster = await stage.Provider.UpAsync(request, new Progress<string>(), Cancellation);
        var redis2 = cluster.LastKnown("redis2").Address!;
        await UntilAsync(async () =>
            (await AskAsync(redis2, 6379, "CONFIG GET min-replicas-to-write")).Contains("$1\r\n1\r\n", StringComparison.Ordinal));
    }

    /// <summary>One inline command; the first packet of the answer holds all of these short ones.</summary>
    private static async Task<string> AskAsync(IPAddress address, int port, string command)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(AnswerLimit);
        using var client = new TcpClient();
        await client.ConnectAsync(address, port, limit.Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), limit.Token);
        var buffer = new byte[8192];
        return Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, limit.Token));
    }

    /// <summary>A server that does not answer yet counts as not yet.</summary>
    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var from = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(from) < Wait.Limit;)
        {
            try
            {
                if (await condition()) return;
            }
            catch (Exception e) when (e is HttpRequestException or SocketException or IOException or OperationCanceledException)
            {
                TestContext.Current.SendDiagnosticMessage(e.Message);
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation);
        }
        Assert.Fail($"Not within {Wait.Limit.TotalSeconds} s.");
    }
}
