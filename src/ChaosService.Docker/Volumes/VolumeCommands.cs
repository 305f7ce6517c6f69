using ChaosService.Docker.Processes;

namespace ChaosService.Docker.Volumes;

/// <summary>What makes and unmakes one node's filesystem, as values.</summary>
internal static class VolumeCommands
{
    /// <summary>Closed to others, because what is mounted in it is open to anyone.</summary>
    public static Command MakeDirectory(string directory) => new("mkdir", "--parents", "--mode=0700", directory);

    /// <summary>
    /// All of it is the node's (no reserve for root), and nothing is left for the kernel to initialise later: a thread that writes in the
    /// background would stand in every latency figure.
    /// </summary>
    public static Command MakeFilesystem(string image) =>
        new("mkfs.ext4", "-q", "-F", "-b", "4096", "-m", "0", "-E", "lazy_itable_init=0,lazy_journal_init=0,nodiscard", image);

    public static Command Mount(string image, string directory) =>
        new("mount", "-t", "ext4", "-o", "loop,nosuid,nodev,noatime", image, directory);

    /// <summary>Servers run as users whose ids only their image knows.</summary>
    public static Command OpenToAnyone(string directory) => new("chmod", "0777", directory);

    public static Command Unmount(string directory) => new("umount", directory);
}
