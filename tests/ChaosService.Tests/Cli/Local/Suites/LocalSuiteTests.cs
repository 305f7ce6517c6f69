using System.Xml.Linq;
using ChaosService.Cli.Console;
using ChaosService.Cli.Local.Suites;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Reporting.Suites;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Suites;
using ChaosService.Host.Composition;
using ChaosService.Model.Suites;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Installations;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Engine.Suites;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Cli.Local.Suites;

/// <summary>A suite on the command line, on runs that a test plays: what a member throws is its own end, wherever it is told.</summary>
public sealed class LocalSuiteTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly StringWriter _output = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Installation _installation;

    public LocalSuiteTests() => _installation = Composer.Open(_directory.File("state"));

    public static TheoryData<Exception, int, string> Thrown => new()
    {
        { new InvalidOperationException("unthought"), 70, "a fault in ChaosService itself: InvalidOperationException: unthought" },
        { new OperationCanceledException("not wanted"), 70, "a fault in ChaosService itself: OperationCanceledException: not wanted" },
        { new FaultUnavailableException("no netem here"), 69, "no netem here" },
        { new TargetBusyException(new("etcd"), "other-run", 1, DateTimeOffset.UnixEpoch), 69, "other-run" },
    };

    [Theory]
    [MemberData(nameof(Thrown))]
    public async Task What_a_member_throws_is_its_own_end_in_results_page_and_junit(Exception thrown, int exitCode, string reason)
    {
        var run = await RunAsync(new FakeWork { Failures = { ["b"] = thrown } });

        Assert.Equal([MemberState.Finished, MemberState.Rejected, MemberState.Finished], run.Members.Select(m => m.State));
        var member = run.Members[1];
        Assert.Equal((Outcome.Unknown, exitCode), (member.Counts, member.ExitCode));
        Assert.Contains(reason, member.Reason);
        Assert.NotNull(member.RunId);
        Assert.Equal((Outcome.Unknown, "not run: b", 2), (run.Verdict, run.Reason, ChaosService.Engine.Judging.ExitCodes.Of(run)));
        Assert.Contains("chaosctl: b could not be run", _output.ToString());

        SuiteReports.Write(run, _directory.File("suite"));
        var written = SuiteRunJson.Read(File.ReadAllText(_directory.File("suite/suite.json")));
        Assert.Equal(run.Members.Select(m => m.Reason), written.Members.Select(m => m.Reason));
        var junit = XDocument.Load(_directory.File("suite/junit.xml")).Root!;
        var told = junit.Elements("testsuite").Single(s => (string?)s.Attribute("name") == "b");
        Assert.Equal(("0", "1"), ((string?)junit.Attribute("failures"), (string?)junit.Attribute("errors")));
        Assert.Contains(reason, (string?)told.Descendants("error").Single().Attribute("message"));
        Assert.Contains(reason, File.ReadAllText(_directory.File("suite/report.html")));
    }

    [Fact]
    public async Task Member_that_is_stopped_is_aborted_and_the_rest_not_begun()
    {
        var work = new FakeWork();
        var running = RunAsync(work, "b");
        await Wait.UntilAsync(() => work.StartedExperiments.Contains("b"));
        await _stop.CancelAsync();

        var run = await running;

        Assert.Equal([MemberState.Finished, MemberState.Aborted, MemberState.Aborted], run.Members.Select(m => m.State));
        Assert.Equal(("stopped by the user", 3), (run.Members[1].Reason, ChaosService.Engine.Judging.ExitCodes.Of(run)));
    }

    public void Dispose()
    {
        _stop.Dispose();
        _installation.Dispose();
        _output.Dispose();
        _directory.Dispose();
    }

    /// <param name="lasting">Goes on until it is stopped; the others end by themselves.</param>
    private async Task<SuiteRun> RunAsync(FakeWork work, string? lasting = null)
    {
        string[] names = ["a", "b", "c"];
        foreach (var name in names)
        {
            File.WriteAllText(_directory.File($"{name}.yaml"), ServiceUnderTest.Yaml(name));
            if (name != lasting) work.Ending[name] = true;
        }
        var files = MemberFiles.Resolve(_installation, "s.yaml", new Suite { Name = "both", Experiments = names }, [_directory.Path]).Files;
        await using var screen = new Screen(_output, _output, json: false, terminal: false, TimeProvider.System, CancellationToken.None);
        var suite = new LocalSuite(_installation, files, work, _directory.File("runs"), ignoreExpect: false, screen, _stop.Token);
        var run = SuiteRunSamples.Run([.. names.Select(n => SuiteRunSamples.Member(n))]);
        return await SuiteSequence.RunAsync(run, suite, _ => { }, TimeProvider.System);
    }
}
