using ChaosService.Faults.Disk;
using ChaosService.Faults.Disk.Fill;
using ChaosService.Model.Clusters;

namespace ChaosService.Tests.Faults.Disk;

public sealed class OwnFilesystemTests
{
    private static readonly MountEntry Volume = new("7:0", "/data", "ext4", "rw");
    private static readonly MountEntry OnHost = new("7:0", "/volumes/a", "ext4", "rw");
    private static readonly MountEntry HostRoot = new("8:1", "/", "ext4", "rw");
    private static readonly Dictionary<string, IReadOnlyList<MountEntry>> Nobody = [];

    [Fact]
    public void Mount_of_this_node_only_may_be_filled() =>
        Assert.Null(OwnFilesystem.WhyNot(Volume, "/volumes/a", [HostRoot, OnHost], Nobody));

    [Fact]
    public void Host_that_uses_it_elsewhere_is_named() =>
        Assert.Equal(
            "which the host uses at /backup",
            OwnFilesystem.WhyNot(Volume, "/volumes/a", [OnHost, OnHost with { Point = "/backup" }], Nobody));

    [Fact]
    public void Other_container_that_uses_it_is_named() =>
        Assert.Equal(
            "which the container b uses as well",
            OwnFilesystem.WhyNot(Volume, "/volumes/a", [OnHost], new Dictionary<string, IReadOnlyList<MountEntry>> { ["b"] = [Volume] }));

    [Theory]
    [InlineData("overlay", "rw", "which has no space of its own")]
    [InlineData("tmpfs", "rw", "which has no size and would fill the host's memory")]
    [InlineData("tmpfs", "rw,size=65536k", null)]
    public void Type_decides_whether_it_has_space_of_its_own(string type, string options, string? reason) =>
        Assert.Equal(reason, OwnFilesystem.WhyNot(Volume with { Type = type, Options = options }, null, [HostRoot], Nobody));

    [Fact]
    public void Mountinfo_is_read_with_optional_fields_and_odd_characters()
    {
        var entries =
            MountEntry.Parse([@"36 35 98:0 /mnt1 /a\040b rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue", "garbage"]);
        Assert.Equal([new MountEntry("98:0", "/a b", "ext3", "rw,errors=continue") { MountOptions = "rw,noatime" }], entries);
    }

    [Theory]
    [InlineData("/data", true)]
    [InlineData("/data/x", true)]
    [InlineData("/database", false)]
    public void Path_is_on_a_mount_by_whole_names(string path, bool on) => Assert.Equal(on, Volume.Contains(path));

    [Fact]
    public void Tmpfs_that_a_user_mounted_is_told_from_those_of_the_engine()
    {
        MountEntry[] seen =
        [
            new("0:50", "/", "overlay", "rw"), new("0:52", "/dev", "tmpfs", "rw,size=65536k"),
            new("0:54", "/dev/shm", "tmpfs", "rw,size=65536k"),
            new("0:55", "/sys/firmware", "tmpfs", "ro"), new("0:56", "/data", "tmpfs", "rw,size=163840k"),
            new("0:57", "/devices", "tmpfs", "rw,size=1k"),
            new("0:58", "/run/secrets", "tmpfs", "ro,size=1k"), new("0:59", "/volume", "tmpfs", "rw,size=1k"),
        ];
        var node = new NodeRuntime(
            "a", new("c1"), NodeState.Running, 1, null, null, 0, [new NodeMount("/var/lib/docker/volumes/v/_data", "/volume")]);
        Assert.Equal(["/data", "/devices"], OwnFilesystem.Tmpfs(node, seen).Select(e => e.Point));
    }

    [Fact]
    public void Container_that_is_stopped_uses_the_filesystem_that_its_volume_is_on()
    {
        Assert.Equal(OnHost, OwnFilesystem.On([HostRoot, OnHost], "/volumes/a/sub"));
        Assert.Equal(HostRoot, OwnFilesystem.On([HostRoot, OnHost], "/volumes/ab"));
        Assert.Null(OwnFilesystem.On([HostRoot, OnHost], ""));
    }

    [Fact]
    public void Recipe_survives_the_process()
    {
        var recipe = new DiskRecipe(
            new("project"), new("f1"), ".chaosservice-fill-r-f1",
            [new FilesystemSpot("a", new("0123456789abcdef"), "/data", "/volumes/a")]);
        var written = recipe.ToRevertRecipe("disk-fill", "delete");
        Assert.Equal("delete /data/.chaosservice-fill-r-f1 of a, and start what died of it", written.Description);
        var stall = (recipe with { Mark = null }).ToRevertRecipe("disk-stall", "thaw");
        Assert.Equal("thaw a:/data, and start what died of it", stall.Description);
        Assert.Equal(recipe.Spots, DiskRecipe.Read(written).Spots);
    }
}
