using ChaosService.Docker.Engine;
using ChaosService.Faults;
using ChaosService.Faults.Disk.IoError;
using ChaosService.Faults.Disk.PowerLoss;
using ChaosService.Faults.Disk.Slow;
using ChaosService.Model.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Faults.Disk;

/// <summary>Of the kinds that freeze a disk again and again, or shut it down.</summary>
public sealed class DiskBindingTests
{
    private const string First = "<first mount that is a filesystem of its own>";

    private static readonly IReadOnlyDictionary<string, IFaultKind> Kinds = FaultKinds
        .All(EngineEndpoint.FromEnvironment(_ => null).CreateClient(), TimeProvider.System, NullLoggerFactory.Instance)
        .ToDictionary(k => k.Name);

    [Fact]
    public void Defaults_are_as_documented()
    {
        Assert.Equal(new SlowParameters(Ms(80), Ms(20), null), Bind("disk-slow"));
        Assert.Equal(Ms(400), Bind("disk-slow").LeastHold);
        Assert.Equal(new PowerLossParameters(Ms(3000), null), Bind("disk-power-loss"));
        Assert.Equal(Ms(3000), Bind("disk-power-loss").OwnHold);
        Assert.Equal(new IoErrorParameters(null), Bind("disk-io-error"));
    }

    [Fact]
    public void Keys_are_read()
    {
        Assert.Equal(
            new SlowParameters(Ms(1000), Ms(10), "/data"), Bind("disk-slow", ("stall", "1s"), ("flow", "10ms"), ("path", "/data")));
        Assert.Equal(
            new PowerLossParameters(Ms(1000), "/data"), Bind("disk-power-loss", ("restartAfter", "1s"), ("path", "/data")));
        Assert.Equal(new IoErrorParameters("/data"), Bind("disk-io-error", ("path", "/data")));
    }

    [Theory]
    [InlineData("disk-power-loss", "restartAfter", "3", "write a number and a unit")]
    [InlineData("disk-power-loss", "path", "data", "from /")]
    [InlineData("disk-io-error", "path", "data", "from /")]
    [InlineData("disk-slow", "stall", "10ms", "write a time from 20ms to 2s")]
    [InlineData("disk-slow", "flow", "3s", "write a time from 10ms to 2s")]
    [InlineData("disk-slow", "path", "data", "from /")]
    public void Bad_value_is_reported_with_what_would_be_right(string kind, string key, string value, string fix)
    {
        var (reader, problems) = Yaml.Map((key, value));
        Assert.Null(Kinds[kind].Bind(reader));
        Assert.Contains(problems, p => p.Fix.Contains(fix));
    }

    [Theory]
    [InlineData("disk-slow", $"over and over: ioctl(FIFREEZE) on {First} of a, as fsfreeze -f does, for 80ms; ioctl(FITHAW) for 20ms; ")]
    [InlineData("disk-io-error", $"ioctl(EXT4_IOC_SHUTDOWN, NOLOGFLUSH) on {First} of a; at the end: docker kill a; umount ")]
    [InlineData("disk-power-loss", $"docker pause a; ioctl(EXT4_IOC_SHUTDOWN, NOLOGFLUSH) on {First}; docker kill a; umount ")]
    public void Dry_run_says_what_is_done_and_how_it_is_undone(string kind, string begin) =>
        Assert.StartsWith(begin, Assert.Single(Kinds[kind].DryRun(Bind(kind), ["a"], [])));

    private static FaultParameters Bind(string kind, params (string, object)[] entries)
    {
        var (reader, problems) = Yaml.Map(entries);
        var parameters = Kinds[kind].Bind(reader);
        reader.Done();
        Assert.Empty(problems);
        return Assert.IsAssignableFrom<FaultParameters>(parameters);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
