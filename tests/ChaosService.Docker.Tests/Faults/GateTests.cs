using System.Net;
using System.Net.Sockets;
using ChaosService.Faults.Proxy.Listening;
using ChaosService.Model.Clusters;
using ChaosService.Proxies;

namespace ChaosService.Docker.Tests.Faults;

[Trait("needs", "docker")]
public sealed class GateTests
{
    /// <summary>In the network of this process: what is looked at needs no other.</summary>
    private static readonly NodeRuntime Here = new(
        "here", new("id"), NodeState.Running, Environment.ProcessId, IPAddress.Loopback, null, 0, []);

    [Fact]
    public async Task Thread_in_the_nodes_network_ends_with_the_gate_also_when_its_proxy_does_not()
    {
        var gate = await Gate.OpenAsync(
            Here, new("f1", 80, Outgoing: false, new StubbornProxy(), new Arrivals(), _ => null, TimeProvider.System),
            TestContext.Current.CancellationToken);
        Assert.True(HasThread());

        await Assert.ThrowsAsync<TimeoutException>(async () => await gate.DisposeAsync());

        for (var tries = 0; HasThread() && tries < 250; tries++)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.False(HasThread());
    }

    /// <summary>The thread of <c>NetworkNamespace</c>, by its name, of which the kernel keeps 15 characters.</summary>
    private static bool HasThread()
    {
        var name = $"netns of {Environment.ProcessId}";
        return Directory.EnumerateDirectories("/proc/self/task").Any(t => NameOf(t) == name[..Math.Min(15, name.Length)]);
    }

    /// <summary>Null for a thread that has ended since it was listed.</summary>
    private static string? NameOf(string task)
    {
        try
        {
            return File.ReadAllText($"{task}/comm").Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private sealed class StubbornProxy : IProxy
    {
        public Task ServeAsync(Socket client, Dial? onward, CancellationToken stop) => Task.CompletedTask;

        public ValueTask DisposeAsync() => throw new TimeoutException("a connection does not end");
    }
}
