using ChaosService.Faults.Disk;
using ChaosService.Faults.Disk.Fill;

namespace ChaosService.Tests.Faults.Disk;

public sealed class OwnFilesystemTests
{
    private static readonly MountEntry Volume = new("7:0", "/data", "ext4", "rw");
    private static readonly MountEntry OnHost = new("7:0", "/volumes/a", "ext4", "rw");
    private static readonly MountEntry HostRoot = new("8:1", "/", "ext4", "rw");
    private static readonly Dictionary<string, IReadOnlyList<MountEntry>> Nobody = [];

    [Fact]
    public void Mount_of_this_node_only_may_be_filled() => Assert.Null(OwnFilesystem.WhyNot(Volume, "/volumes/a", [HostRoot, OnHost], Nobody));

    [Fact]
    public void Host_that_uses_it_elsewhere_is_named() =>
        Assert.Equal("which the host uses at /backup", OwnFilesystem.WhyNot(Volume, "/volumes/a", [OnHost, OnHost with { Point = "/backup" }], Nobody));

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
        var entries = MountEntry.Parse([@"36 35 98:0 /mnt1 /a\040b rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue", "garbage"]);
        Assert.Equal([new MountEntry("98:0", "/a b", "ext3", "rw,errors=continue")], entries);
    }

    [Theory]
    [InlineData("/data", true)]
    [InlineData("/data/x", true)]
    [InlineData("/database", false)]
    public void Path_is_on_a_mount_by_whole_names(string path, bool on) => Assert.Equal(on, Volume.Contains(path));

    [Fact]
    public void Recipe_survives_the_process()
    {
        var recipe = new FillRecipe([new FillSpot("a", "0123456789abcdef", "/data", "/volumes/a", ".chaosservice-fill-r-f1")]);
        Assert.Equal(recipe.Spots, FillRecipe.Read(recipe.ToRevertRecipe()).Spots);
    }
}
