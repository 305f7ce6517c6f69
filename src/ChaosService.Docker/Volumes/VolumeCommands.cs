using ChaosService.Docker.Processes;

namespace ChaosService.Docker.Volumes;

/// <summary>The commands that create and remove one node's filesystem, as values.</summary>
internal static class VolumeCommands
{
    /// <summary>Not accessible to other users, because the filesystem mounted in it is open to all.</summary>
    public static Command MakeDirectory(string directory) => new("mkdir", "--parents", "--mode=0700", directory);

    /// <summary>
    /// All of it belongs to the node (nothing is reserved for root), and the kernel has nothing to initialise later: a background writer
    /// would affect every latency measurement.
    /// </summary>
    public static Command MakeFilesystem(string image) =>
        new("mkfs.ext4", "-q", "-F", "-b", "4096", "-m", "0", "-E", "lazy_itable_init=0,lazy_journal_init=0,nodiscard", image);

    public static Command Mount(string image, string directory) =>
        new("mount", "-t", "ext4", "-o", "loop,nosuid,nodev,noatime", image, directory);

    /// <summary>Servers run as users whose ids are only known in their image.</summary>
    public static Command OpenToAnyone(string directory) => new("chmod", "0777", directory);

    public static Command Unmount(string directory) => new("umount", directory);
}
