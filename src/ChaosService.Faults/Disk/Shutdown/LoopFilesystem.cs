using ChaosService.Docker.Processes;
using ChaosService.Docker.Volumes;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk.Shutdown;

/// <summary>An ext4 filesystem in a file of the host, and all that it takes to mount it again.</summary>
/// <param name="Image">The file, in the engine's tree.</param>
/// <param name="Options">Those that it was mounted with.</param>
internal sealed record LoopFilesystem(string Image, string Options)
{
    /// <summary>What the kernel says of a filesystem and no mount takes: a label that SELinux gives, and what we do to it.</summary>
    private static readonly string[] Hints = ["seclabel", "shutdown", "emergency_ro"];

    /// <summary>Throws <see cref="FaultRefusedException"/> for a filesystem that could not be mounted again as it was.</summary>
    /// <param name="mount">As the host has it.</param>
    /// <param name="device">What the kernel says of its device (sysfs): <c>/sys/dev/block/7:0</c>.</param>
    public static LoopFilesystem Of(EngineMounts engine, FilesystemSpot spot, MountEntry mount, string device)
    {
        if (mount.Type != "ext4")
            throw new FaultRefusedException(
                $"{spot} is {mount.Type}, and ext4 alone is shut down here; give the node a volume that is ext4 in a file.");
        if (Read($"{device}/loop/backing_file") is not { } image)
            throw new FaultRefusedException(
                $"{spot} is on the device {mount.Device}, and not in a file: only what a loop device holds is unmounted and mounted again "
                    + "without a risk to the host. Give the node a volume that is ext4 in a file.");
        if (Read($"{device}/loop/autoclear") != "1" || Read($"{device}/loop/offset") != "0" || Read($"{device}/loop/sizelimit") != "0")
            throw new FaultRefusedException(
                $"The loop device of {spot} was set up by hand, as a part of {image} or to stay without a mount; mount it with "
                    + "mount -o loop.");
        if (!File.Exists(engine.Reach(image)))
            throw new FaultRefusedException($"{spot} is in {image}, which is not there any more: it could not be mounted again.");
        return new(image, string.Join(',', mount.MountOptions.Split(',').Union(mount.Options.Split(',')).Except(Hints)));
    }

    /// <summary>Mounting replays the journal.</summary>
    public Command Mount(EngineMounts engine, string point) =>
        engine.Enter(new("mount", "-t", "ext4", "-o", $"loop,{Options}", Image, point));

    public static Command Unmount(EngineMounts engine, string point) => engine.Enter(new("umount", point));

    /// <summary>
    /// A loop device has the file, so a filesystem in it lives on, whoever holds it: its mount is another view of that, and not a new one.
    /// </summary>
    public bool IsAttached() =>
        Directory.GetDirectories("/sys/block", "loop*").Any(device => Read($"{device}/loop/backing_file") == Image);

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
