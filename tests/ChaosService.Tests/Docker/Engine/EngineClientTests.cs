using System.Net;
using System.Net.Sockets;
using ChaosService.Docker.Engine;
using ChaosService.Model.Clusters;
using ChaosService.Tests.Engine.Fakes;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ChaosService.Tests.Docker.Engine;

/// <summary>What the transport below the client adds to it.</summary>
public sealed class EngineClientTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_sends_its_filters_as_json()
    {
        var asked = "";
        await using var engine = new FakeEngine((request, context) =>
        {
            asked = Uri.UnescapeDataString(request);
            return FakeEngine.WriteAsync(context, """[{"Id":"c1","Names":["/x_etcd1_1"],"Labels":{"a":"b"},"State":"running"}]""");
        });
        var filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { ["a=b"] = true } };
        var list = await engine.Client.Containers.ListContainersAsync(
            new ContainersListParameters { All = true, Filters = filters }, Cancellation);
        Assert.Equal("""GET /containers/json?all=1&filters={"label":{"a=b":true}}""", asked);
        Assert.Equal("c1", Assert.Single(list).ID);
    }

    [Fact]
    public async Task Unknown_container_is_a_typed_error_with_the_engines_words()
    {
        await using var engine =
            new FakeEngine((_, context) => FakeEngine.WriteAsync(context, """{"message":"No such container: x"}""", 404));
        var e = await Assert.ThrowsAsync<DockerContainerNotFoundException>(
            () => engine.Client.Containers.InspectContainerAsync("x", Cancellation));
        Assert.Equal("No such container: x", e.ResponseBody);
        Assert.Contains("'No such container: x'", e.Message);
    }

    [Fact]
    public async Task Refusal_keeps_its_status_and_a_body_that_is_not_json()
    {
        await using var engine = new FakeEngine((_, context) => FakeEngine.WriteAsync(context, "busy\n", 409));
        var e = await Assert.ThrowsAsync<DockerApiException>(() => engine.Client.Containers.PauseContainerAsync("x", Cancellation));
        Assert.Equal((HttpStatusCode.Conflict, "busy"), (e.StatusCode, e.ResponseBody));
    }

    [Fact]
    public async Task Engine_that_does_not_answer_is_unavailable_within_the_limit()
    {
        await using var engine = new FakeEngine((_, _) => Task.CompletedTask, Short);
        var e = await Assert.ThrowsAsync<ClusterUnavailableException>(() => engine.Client.System.GetVersionAsync(Cancellation));
        Assert.Contains("no answer within 1 s", e.Message);
    }

    [Fact]
    public async Task Engine_that_stops_in_the_middle_of_its_answer_is_unavailable_within_the_limit()
    {
        await using var engine = new FakeEngine(async (_, context) =>
        {
            context.Response.ContentLength64 = 1000;
            await context.Response.OutputStream.WriteAsync("{"u8.ToArray());
            await context.Response.OutputStream.FlushAsync();
        }, Short);
        var e =
            await Assert.ThrowsAsync<ClusterUnavailableException>(() => engine.Client.Containers.InspectContainerAsync("x", Cancellation));
        Assert.Contains("no answer within 1 s", e.Message);
    }

    [Fact]
    public async Task Engine_that_takes_no_connection_is_unavailable_within_the_limit()
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start(backlog: 0);
        var address = (IPEndPoint)deaf.LocalEndpoint;
        // Nobody accepts: what is one too many for the queue gets no answer at all.
        var waiting = Enumerable.Range(0, 8).Select(_ => new TcpClient()).ToList();
        foreach (var client in waiting)
            _ = client.ConnectAsync(address, Cancellation).AsTask().ContinueWith(t => t.Exception, TaskScheduler.Default);
        using var docker = new EngineEndpoint(new Uri($"tcp://{address}")) { Limit = Short }.CreateClient();

        var call = docker.System.GetVersionAsync(Cancellation);

        var e = await Assert.ThrowsAsync<ClusterUnavailableException>(() => call.WaitAsync(Wait.Limit, Cancellation));
        Assert.Contains("no answer within 1 s", e.Message);
        foreach (var client in waiting) client.Dispose();
    }

    [Fact]
    public async Task Engine_that_is_not_there_is_unavailable_with_the_fix()
    {
        using var client = new EngineEndpoint(new Uri("unix:///nowhere/docker.sock")).CreateClient();
        var e = await Assert.ThrowsAsync<ClusterUnavailableException>(() => client.System.PingAsync(Cancellation));
        Assert.Contains("unix:///nowhere/docker.sock", e.Message);
        Assert.Contains("systemctl start docker", e.Message);
    }

    [Fact]
    public async Task Cancelled_call_is_cancelled_rather_than_unavailable()
    {
        await using var engine = new FakeEngine((_, _) => Task.CompletedTask);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.Client.System.GetVersionAsync(cancelled.Token));
    }

    [Fact]
    public async Task Calls_share_a_connection()
    {
        var ports = new HashSet<int>();
        await using var engine = new FakeEngine((_, context) =>
        {
            ports.Add(context.Request.RemoteEndPoint.Port);
            return FakeEngine.WriteAsync(context, """{"Id":"x"}""");
        });
        for (var i = 0; i < 5; i++) await engine.Client.Containers.InspectContainerAsync("x", Cancellation);
        Assert.Single(ports);
    }
}
