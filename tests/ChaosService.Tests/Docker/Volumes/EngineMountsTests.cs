using ChaosService.Docker.Engine;
using ChaosService.Docker.Processes;
using ChaosService.Docker.Volumes;
using ChaosService.Model.Clusters;

namespace ChaosService.Tests.Docker.Volumes;

public sealed class EngineMountsTests
{
    [Fact]
    public void Engine_with_our_own_file_tree_changes_nothing()
    {
        var own = new EngineMounts(null);

        Assert.Equal("/s/etcd1", own.Reach("/s/etcd1"));
        Assert.Equal("umount /s/etcd1", own.Enter(new Command("umount", "/s/etcd1")).ToString());
        Assert.Equal("/proc/self/mountinfo", own.Table);
    }

    [Fact]
    public void Engine_elsewhere_is_reached_and_entered_through_its_process()
    {
        var elsewhere = new EngineMounts(77);

        Assert.Equal("/proc/77/root/s/etcd1", elsewhere.Reach("/s/etcd1"));
        Assert.Equal("nsenter --target 77 --mount -- umount /s/etcd1", elsewhere.Enter(new Command("umount", "/s/etcd1")).ToString());
        Assert.Equal("/proc/77/mountinfo", elsewhere.Table);
    }

    [Fact]
    public void Process_behind_a_socket_is_found()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("chaosservice-").FullName, "s");
        using (var listener = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified))
        {
            listener.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
            listener.Listen();
            Assert.Equal(Environment.ProcessId, EngineProcess.Find(new Uri($"unix://{path}")));
        }
        Assert.Throws<ClusterUnavailableException>(() => EngineProcess.Find(new Uri($"unix://{path}")));
        Assert.Null(EngineProcess.Find(new Uri("tcp://127.0.0.1:2375")));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }
}
