using ChaosService.Docker.Volumes;
using ChaosService.Faults.Disk;
using Docker.DotNet;

namespace ChaosService.Faults.Clock;

/// <summary>Changes control files, whatever other faults do to the volume that they are in.</summary>
internal static class ClockVolumes
{
    /// <summary>Its top directory as this process sees it, through the host.</summary>
    public static string Top(this FilesystemSpot spot, DockerClient docker) => EngineMounts.Of(docker).Reach(spot.HostPath!);

    /// <param name="change">Given the volume's top. Not called when the volume is gone, and the file with it.</param>
    /// <param name="active">Where faults of this process hold filesystems: lifted for that moment; null: nobody's are.</param>
    public static async Task ChangeAsync(
        this FilesystemSpot spot, DockerClient docker, ClusterFilesystems? active, Action<string> change,
        CancellationToken cancellationToken)
    {
        var top = spot.Top(docker);
        if (!Directory.Exists(top)) return;
        if (OwnFilesystem.MountedOnHost(docker, spot.HostPath!) is null) change(top);
        else if (active is not null) await active.WriteAsync(spot, change, cancellationToken);
        else
        {
            await ClusterFilesystems.LiftAsync(docker, spot, top, cancellationToken);
            change(top);
        }
    }
}
