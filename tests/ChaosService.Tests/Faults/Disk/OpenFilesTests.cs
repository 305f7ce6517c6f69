using ChaosService.Faults.Disk.ReadOnly;

namespace ChaosService.Tests.Faults.Disk;

public sealed class OpenFilesTests
{
    [Theory]
    [InlineData("0100000", false)]
    [InlineData("02100001", true)]
    [InlineData("0100002", true)]
    [InlineData("02004002", true)]
    public void File_is_open_for_writing_by_its_last_two_bits(string flags, bool writing) =>
        Assert.Equal(writing, OpenFiles.IsForWriting(["pos:\t0", $"flags:\t{flags}", "mnt_id:\t29"]));

    [Fact]
    public void File_that_says_nothing_is_not() => Assert.False(OpenFiles.IsForWriting([]));
}
