using System.Net;
using System.Text.Json;
using ChaosService.Docker.Clusters;
using ChaosService.Model.Clusters;
using Docker.DotNet.Models;

namespace ChaosService.Tests.Docker.Clusters;

public sealed class NodeRuntimesTests
{
    [Fact]
    public void Running_node_has_process_address_start_and_mounts()
    {
        var runtime = Read("""
            {"Id":"abc","State":{"Status":"running","Running":true,"Paused":false,"Pid":42,"ExitCode":0,
             "StartedAt":"2026-03-01T10:00:00.123456789Z"},
             "Mounts":[{"Type":"bind","Source":"/host/etcd1","Destination":"/data"},{"Type":"tmpfs","Source":"","Destination":"/run"}],
             "NetworkSettings":{"Networks":{"a_other":{"IPAddress":"10.0.0.9"},"p_default":{"IPAddress":"10.213.1.11"}}}}
            """);
        Assert.Equal((NodeState.Running, 42, IPAddress.Parse("10.213.1.11")), (runtime.State, runtime.Pid, runtime.Address));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 0, 0, 123, 456, TimeSpan.Zero).AddTicks(8), runtime.StartedAt);
        Assert.Equal(new NodeMount("/host/etcd1", "/data"), Assert.Single(runtime.Mounts));
    }

    [Fact]
    public void Paused_node_keeps_its_process() =>
        Assert.Equal(
            (NodeState.Paused, 42),
            Read("""{"Id":"abc","State":{"Running":true,"Paused":true,"Pid":42}}""") is var r ? (r.State, r.Pid) : default);

    [Fact]
    public void Exited_node_has_its_exit_code_and_no_address()
    {
        var runtime = Read("""
            {"Id":"abc","State":{"Running":false,"Pid":0,"ExitCode":137,"StartedAt":"0001-01-01T00:00:00Z"},
             "NetworkSettings":{"Networks":{"p_default":{"IPAddress":""}}}}
            """);
        Assert.Equal((NodeState.Exited, 137), (runtime.State, runtime.ExitCode));
        Assert.Null(runtime.Address);
        Assert.Null(runtime.StartedAt);
    }

    private static NodeRuntime Read(string json) =>
        NodeRuntimes.From("etcd1", new("p"), JsonSerializer.Deserialize<ContainerInspectResponse>(json)!);
}
