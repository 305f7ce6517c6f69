using ChaosService.Cli.Common;
using ChaosService.Docker.Processes;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Cli.Common;

public sealed class HandoverTests : IDisposable
{
    private const string NotRoot = "only root can give files away";
    private static readonly Dictionary<string, string?> Sudo = new() { ["SUDO_UID"] = "12345", ["SUDO_GID"] = "23456" };

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_is_made_becomes_the_callers_with_what_had_to_be_made_above_it()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, NotRoot);
        await HandOverAsync(Sudo);

        Assert.Equal("0:0", await OwnerAsync(""));
        foreach (var made in new[] { "runs", "runs/mine", "runs/mine/run-1", "runs/mine/run-1/logs/etcd1.log" })
            Assert.Equal("12345:23456", await OwnerAsync(made));
    }

    [Fact]
    public async Task What_was_there_before_is_left_as_it_is()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, NotRoot);
        Directory.CreateDirectory(_directory.File("runs/mine/older"));
        await HandOverAsync(Sudo);

        Assert.Equal(("0:0", "0:0"), (await OwnerAsync("runs/mine"), await OwnerAsync("runs/mine/older")));
        Assert.Equal("12345:23456", await OwnerAsync("runs/mine/run-1"));
    }

    [Fact]
    public async Task Neither_links_are_followed_nor_others_files_taken()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, NotRoot);
        File.WriteAllText(_directory.File("precious"), "");
        await HandOverAsync(Sudo, () =>
        {
            File.CreateSymbolicLink(_directory.File("runs/mine/run-1/link"), _directory.File("precious"));
            var theirs = _directory.File("runs/mine/run-1/theirs");
            File.WriteAllText(theirs, "");
            return CommandRunner.RunOrThrowAsync(new Command("chown", "777", theirs), CancellationToken.None);
        });

        Assert.Equal(("0:0", "777:0"), (await OwnerAsync("precious"), await OwnerAsync("runs/mine/run-1/theirs")));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("0", "0")]
    [InlineData("12345", null)]
    [InlineData("alice", "users")]
    [InlineData("-1", "5; rm")]
    public async Task Without_a_caller_it_stays_with_root(string? user, string? group)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, NotRoot);
        await HandOverAsync(new() { ["SUDO_UID"] = user, ["SUDO_GID"] = group });
        Assert.Equal("0:0", await OwnerAsync("runs/mine/run-1"));
    }

    [Fact]
    public async Task Directory_that_was_never_made_is_no_trouble()
    {
        await using var handover = Handover.Of(_directory.File("runs/none"), Sudo.GetValueOrDefault);
        Assert.False(Directory.Exists(_directory.File("runs")));
    }

    private async Task HandOverAsync(Dictionary<string, string?> variables, Func<Task>? more = null)
    {
        await using var handover = Handover.Of(_directory.File("runs/mine/run-1"), variables.GetValueOrDefault);
        Directory.CreateDirectory(_directory.File("runs/mine/run-1/logs"));
        File.WriteAllText(_directory.File("runs/mine/run-1/plan.json"), "{}");
        File.WriteAllText(_directory.File("runs/mine/run-1/logs/etcd1.log"), "");
        if (more is not null) await more();
    }

    private async Task<string> OwnerAsync(string path)
    {
        var stat = new Command("stat", "--format=%u:%g", _directory.File(path));
        return (await CommandRunner.RunOrThrowAsync(stat, TestContext.Current.CancellationToken)).Trim();
    }
}
