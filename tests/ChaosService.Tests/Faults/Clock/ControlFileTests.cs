using ChaosService.Faults.Clock;

namespace ChaosService.Tests.Faults.Clock;

public sealed class ControlFileTests : IDisposable
{
    private readonly string _top = Directory.CreateTempSubdirectory("chaosservice-").FullName;

    private string Path => System.IO.Path.Combine(_top, "clock");

    public void Dispose() => Directory.Delete(_top, recursive: true);

    [Fact]
    public void Offset_is_in_the_first_line_as_libfaketime_reads_it()
    {
        Assert.Equal("+30.500000\n# m\n", Own(existed: false).Text(TimeSpan.FromSeconds(30.5)));
        Assert.Equal("-0.250000\n# m\n", Own(existed: false).Text(TimeSpan.FromMilliseconds(-250)));
        Assert.Equal("+0\n# m\n", Own(existed: false).Text(TimeSpan.Zero));
    }

    [Fact]
    public void What_was_there_is_there_again_with_its_time()
    {
        File.WriteAllText(Path, "+5\n");
        File.SetLastWriteTimeUtc(Path, DateTime.UnixEpoch);
        var file = Own(existed: true);
        file.Write(_top, TimeSpan.FromSeconds(1));
        file.Write(_top, TimeSpan.FromSeconds(2));
        Assert.True(file.IsWritten(_top));
        file.Restore(_top);
        file.Restore(_top);
        Assert.Equal("+5\n", File.ReadAllText(Path));
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(Path));
        Assert.Equal([Path], Directory.GetFiles(_top));
    }

    [Fact]
    public void What_was_not_there_is_gone_again_and_what_another_wrote_since_stays()
    {
        var file = Own(existed: false);
        file.Write(_top, TimeSpan.FromSeconds(1));
        file.Restore(_top);
        Assert.Empty(Directory.GetFiles(_top));

        file.Write(_top, TimeSpan.FromSeconds(1));
        File.WriteAllText(Path, "+7\n");
        file.Restore(_top);
        Assert.Equal("+7\n", File.ReadAllText(Path));
    }

    [Fact]
    public void Death_between_the_two_steps_of_the_first_write_loses_nothing()
    {
        File.WriteAllText(System.IO.Path.Combine(_top, "m"), "+5\n");
        File.WriteAllText(System.IO.Path.Combine(_top, "m-next"), "+1\n");
        Own(existed: true).Restore(_top);
        Assert.Equal("+5\n", File.ReadAllText(Path));
        Assert.Equal([Path], Directory.GetFiles(_top));
    }

    [Fact]
    public void Link_that_would_lead_out_of_the_node_is_refused()
    {
        Assert.Null(Own(existed: false).WhyNot(_top));
        File.CreateSymbolicLink(Path, "/etc/hostname");
        Assert.Contains("symbolic link", Own(existed: true).WhyNot(_top));
    }

    [Fact]
    public void Second_fault_is_refused_whether_there_was_a_file_or_not()
    {
        foreach (var existed in new[] { false, true })
        {
            if (existed) File.WriteAllText(Path, "+5\n");
            var first = new ControlFile("/clock", existed, $"{ControlFile.Prefix}test-f1");
            first.Write(_top, TimeSpan.FromSeconds(1));
            Assert.Contains("another fault has set it already", Own(existed: true).WhyNot(_top));
            first.Restore(_top);
            Assert.Null(Own(existed: true).WhyNot(_top));
        }
    }

    private static ControlFile Own(bool existed) => new("/clock", existed, "m");
}
