using ChaosService.Reference.Host.Disk;

namespace ChaosService.Reference.Tests.Host.Disk;

public sealed class DiskSpaceTests : IDisposable
{
    private const long Reserve = 1000;
    private readonly TemporaryFolder _folder = new();
    private long _free = 100 << 20;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Disk_is_full_below_the_reserve_and_not_any_more_when_there_is_room()
    {
        var space = new DiskSpace(_folder.Path, () => _free, Reserve);
        space.Look();
        Assert.False(space.IsFull);

        _free = Reserve - 1;
        space.Look();
        Assert.True(space.IsFull);

        _free = Reserve;
        space.Look();
        Assert.False(space.IsFull);
    }

    [Fact]
    public void Ballast_goes_when_a_write_finds_no_room_and_comes_back_with_it()
    {
        var space = new DiskSpace(_folder.Path, () => _free, Reserve);
        space.Look();
        Assert.True(File.Exists(_folder.Of("ballast")));

        space.ReleaseBallast();
        Assert.True(space.IsFull);
        Assert.False(File.Exists(_folder.Of("ballast")));
        _free = Reserve + 1;
        space.Look();
        Assert.False(File.Exists(_folder.Of("ballast")));

        _free = 100 << 20;
        space.Look();
        Assert.True(File.Exists(_folder.Of("ballast")));
    }

    [Theory]
    [InlineData(DiskBugs.None, false, false)]
    [InlineData(DiskBugs.AckWhenDiskFull, true, false)]
    [InlineData(DiskBugs.FullDiskNeverRecovers, false, true)]
    internal void Bug_shows_while_the_disk_is_full_or_after_it(DiskBugs bugs, bool losesWrites, bool staysFull)
    {
        var space = new DiskSpace(_folder.Path, () => _free, Reserve, bugs);
        space.Look();
        Assert.False(space.IsFull || space.LosesWrites);

        _free = 0;
        space.Look();
        Assert.Equal((true, losesWrites), (space.IsFull, space.LosesWrites));

        _free = 100 << 20;
        space.Look();
        Assert.Equal(staysFull, space.IsFull);
    }
}
