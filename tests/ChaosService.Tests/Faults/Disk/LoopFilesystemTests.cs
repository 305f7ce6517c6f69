using ChaosService.Docker.Volumes;
using ChaosService.Faults.Disk;
using ChaosService.Faults.Disk.Shutdown;
using ChaosService.Model.Faults;

namespace ChaosService.Tests.Faults.Disk;

public sealed class LoopFilesystemTests : IDisposable
{
    private static readonly FilesystemSpot Spot = new("a", new("id"), "/data", "/volumes/a");
    private static readonly EngineMounts Engine = new((int?)null);
    private static readonly MountEntry Mount =
        new("7:0", "/volumes/a", "ext4", "rw,seclabel,data=writeback") { MountOptions = "rw,nosuid,noatime" };

    private readonly string _directory = Directory.CreateTempSubdirectory("chaosservice-").FullName;

    private string Image => Path.Combine(_directory, "a.img");

    public LoopFilesystemTests()
    {
        File.WriteAllText(Image, "");
        Directory.CreateDirectory(Path.Combine(_directory, "loop"));
        foreach (var (name, value) in new[] { ("backing_file", Image), ("autoclear", "1"), ("offset", "0"), ("sizelimit", "0") })
            Say(name, value);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Mount_takes_the_options_that_there_were()
    {
        var loop = LoopFilesystem.Of(Engine, Spot, Mount, _directory);
        Assert.Equal(
            $"mount -t ext4 -o loop,rw,nosuid,noatime,data=writeback {Image} /volumes/a", $"{loop.Mount(Engine, "/volumes/a")}");
        Assert.Equal("umount /volumes/a", $"{LoopFilesystem.Unmount(Engine, "/volumes/a")}");
    }

    [Fact]
    public void Engine_with_a_tree_of_its_own_mounts_in_that() =>
        Assert.Equal(
            "nsenter --target 42 --mount -- umount /volumes/a", $"{LoopFilesystem.Unmount(new EngineMounts(42), "/volumes/a")}");

    [Theory]
    [InlineData("autoclear", "0")]
    [InlineData("offset", "1048576")]
    [InlineData("sizelimit", "4096")]
    public void Loop_device_that_mount_would_not_make_so_is_refused(string name, string value)
    {
        Say(name, value);
        Assert.Contains("was set up by hand", Refusal(Mount));
    }

    [Fact]
    public void Image_that_is_gone_is_refused()
    {
        File.Delete(Image);
        Assert.Contains("which is not there any more", Refusal(Mount));
    }

    [Fact]
    public void Other_filesystems_and_devices_are_refused()
    {
        Assert.Contains("a:/data is xfs, and ext4 alone", Refusal(Mount with { Type = "xfs" }));
        Directory.Delete(Path.Combine(_directory, "loop"), recursive: true);
        Assert.Contains("a:/data is on the device 7:0, and not in a file", Refusal(Mount));
    }

    private string Refusal(MountEntry mount) =>
        Assert.Throws<FaultRefusedException>(() => LoopFilesystem.Of(Engine, Spot, mount, _directory)).Message;

    private void Say(string name, string value) => File.WriteAllText(Path.Combine(_directory, "loop", name), $"{value}\n");
}
