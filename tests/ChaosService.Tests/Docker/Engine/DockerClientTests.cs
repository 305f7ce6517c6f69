using System.Net;
using ChaosService.Docker.Engine;
using ChaosService.Docker.Engine.Containers;
using ChaosService.Model.Clusters;

namespace ChaosService.Tests.Docker.Engine;

public sealed class DockerClientTests
{
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
        var filters = new Dictionary<string, IReadOnlyList<string>> { ["label"] = ["a=b"] };
        var list = await engine.Client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filters }, Cancellation);
        Assert.Equal("""GET /containers/json?all=true&filters={"label":["a=b"]}""", asked);
        Assert.Equal("c1", Assert.Single(list).ID);
    }

    [Fact]
    public async Task Unknown_container_is_a_typed_error_with_the_engines_words()
    {
        await using var engine = new FakeEngine((_, context) => FakeEngine.WriteAsync(context, """{"message":"No such container: x"}""", 404));
        var e = await Assert.ThrowsAsync<DockerContainerNotFoundException>(() => engine.Client.Containers.InspectContainerAsync("x", Cancellation));
        Assert.Equal("No such container: x", e.Message);
    }

    [Fact]
    public async Task Refusal_keeps_its_status_and_a_body_that_is_not_json()
    {
        await using var engine = new FakeEngine((_, context) => FakeEngine.WriteAsync(context, "busy", 409));
        var e = await Assert.ThrowsAsync<DockerApiException>(() => engine.Client.Containers.PauseContainerAsync("x", Cancellation));
        Assert.Equal((HttpStatusCode.Conflict, "busy"), (e.StatusCode, e.Message));
    }

    [Theory]
    [InlineData(204, true)]
    [InlineData(304, false)]
    public async Task Start_tells_whether_it_changed_anything(int status, bool changed)
    {
        await using var engine = new FakeEngine((_, context) => FakeEngine.WriteAsync(context, "", status));
        Assert.Equal(changed, await engine.Client.Containers.StartContainerAsync("x", Cancellation));
    }

    [Fact]
    public async Task Kill_names_the_signal()
    {
        var asked = "";
        await using var engine = new FakeEngine((request, context) =>
        {
            asked = request;
            return FakeEngine.WriteAsync(context, "", 204);
        });
        await engine.Client.Containers.KillContainerAsync("x", new ContainerKillParameters("SIGTERM"), Cancellation);
        Assert.Equal("POST /containers/x/kill?signal=SIGTERM", asked);
    }

    [Fact]
    public async Task Engine_that_does_not_answer_is_unavailable_within_the_limit()
    {
        await using var engine = new FakeEngine((_, _) => Task.CompletedTask);
        var e = await Assert.ThrowsAsync<ClusterUnavailableException>(() => engine.Client.System.GetVersionAsync(Cancellation));
        Assert.Contains("no answer within 2 s", e.Message);
    }

    [Fact]
    public async Task Engine_that_is_not_there_is_unavailable_with_the_fix()
    {
        using var client = new DockerClientConfiguration(new Uri("unix:///nowhere/docker.sock")).CreateClient();
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
}
