using System.Net;
using System.Net.Sockets;
using System.Text;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Workloads.Etcd;

namespace ChaosService.Tests.Workloads.Etcd;

/// <summary>Against a member of a few lines that listens where etcd does, on a loopback address of its own.</summary>
public sealed class EtcdClientTests : IDisposable
{
    private static readonly IPAddress Address = Loopback.Next();

    private readonly TcpListener _listener = new(Address, 2379);
    private readonly FakeCluster _cluster = new(new ClusterNode("n1", "etcd"), new ClusterNode("n2", "etcd"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public EtcdClientTests() => _cluster.Addresses["n1"] = Address;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Write_on_a_connection_that_breaks_is_info_and_is_not_sent_again()
    {
        _listener.Start();
        var requests = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var serving = EtcdMember.ServeAsync(_listener, _ => ++requests == 1 ? "{}" : null, stop.Token);
        await using var database = Connect();
        await using var client = database.Open(0);

        Assert.Equal(OpResult.Ok(default, "n1"), await client.InvokeAsync(Write(1), Cancellation));
        Assert.Equal(OpResult.Info("connection broken", "n1"), await client.InvokeAsync(Write(2), Cancellation));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
        Assert.Equal(2, requests);
    }

    [Fact]
    public async Task Member_that_refuses_or_is_down_is_observed_to_say_nothing()
    {
        await using var database = Connect();
        var probe = (IObservationProbe)database;
        Assert.Equal(["n1", "n2"], probe.Subjects.Select(s => s.Name));
        foreach (var subject in probe.Subjects) Assert.Equal(OpValue.None, await probe.ObserveAsync(subject, Cancellation));
    }

    [Fact]
    public async Task Error_that_promises_more_than_it_sends_is_read_as_far_as_errors_go()
    {
        _listener.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var serving = Task.Run(async () =>
        {
            using var socket = await _listener.AcceptTcpClientAsync(stop.Token);
            await socket.GetStream().ReadAtLeastAsync(new byte[256], 16, throwOnEndOfStream: false, stop.Token);
            var head = $"HTTP/1.1 503 Unavailable\r\nContent-Type: application/json\r\nContent-Length: {int.MaxValue}\r\n\r\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + new string('x', 64 << 10)), stop.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
        }, stop.Token);
        await using var database = Connect(TimeSpan.FromSeconds(10));
        await using var client = database.Open(0);

        Assert.NotEqual(OpResult.Info("timeout", "n1"), await client.InvokeAsync(Write(1), Cancellation));
        await stop.CancelAsync();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public async Task Refused_connection_is_fail_and_the_next_op_goes_to_the_next_node()
    {
        await using var database = Connect();
        await using var client = database.Open(0);

        Assert.Equal(OpResult.Fail("connection refused", "n1"), await client.InvokeAsync(Write(1), Cancellation));
        Assert.Equal(OpResult.Fail("node down", "n2"), await client.InvokeAsync(Write(2), Cancellation));
        Assert.Equal("n1", (await client.InvokeAsync(Write(3), Cancellation)).Node);
    }

    [Fact]
    public async Task Member_that_does_not_answer_is_info_after_the_limit()
    {
        _listener.Start();
        await using var database = Connect(TimeSpan.FromMilliseconds(50));
        await using var client = database.Open(0);

        Assert.Equal(OpResult.Info("timeout", "n1"), await client.InvokeAsync(Write(1), Cancellation));
    }

    [Fact]
    public async Task Op_that_is_cut_off_is_info()
    {
        _listener.Start();
        await using var database = Connect();
        await using var client = database.Open(0);
        using var cutOff = new CancellationTokenSource();

        var pending = client.InvokeAsync(Write(1), cutOff.Token);
        await cutOff.CancelAsync();
        Assert.Equal(OpResult.Info("cut off", "n1"), await pending);
    }

    private IDatabase Connect(TimeSpan? timeout = null) => new EtcdKind().Connect(
        new DatabaseRequest(_cluster, new EtcdOptions(EtcdOptions.Linearizable), "", timeout ?? Wait.Limit, TimeProvider.System));

    private static Operation Write(long value) => new(Functions.Write, "k0", OpValue.Integer(value));
}
