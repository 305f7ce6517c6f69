using ChaosService.Cli.Common;
using ChaosService.Cli.Console;
using ChaosService.Cli.Guard;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Reporting;
using ChaosService.Engine.Reporting.Suites;
using ChaosService.Engine.Store.Directories;
using ChaosService.Engine.Suites;
using ChaosService.Model.Configuration;
using ChaosService.Model.Suites;
using ChaosService.Service.Installations;
using ChaosService.Service.Replies;

namespace ChaosService.Cli.Local.Suites;

/// <summary>
/// <c>chaosctl run</c> for a suite's file: from the file to the merged verdict, with its own directory next to those of its members' runs.
/// </summary>
internal sealed class LocalSuiteRun(Installation installation, LocalSuiteArguments arguments)
{
    private string? _notWritten;

    public async Task<int> RunAsync(CancellationToken stop)
    {
        var loaded = installation.Suites.Load(arguments.File);
        var suite = loaded.Suite ?? throw new BadInputException(ExperimentSource.Describe(arguments.File, loaded.Problems));
        suite = suite with { Seed = arguments.Seed ?? suite.Seed };
        var directories = arguments.Directories.Count > 0 ? arguments.Directories : [MemberFiles.DefaultDirectory(arguments.File)];
        var (members, files) = MemberFiles.Resolve(installation, arguments.File, suite, directories);

        await using var screen = Screen.Open(arguments.Json, stop);
        await Watchdog.StartAsync(arguments.State, stop);
        var names = string.Join(", ", members.Select(m => m.Name));
        screen.Line($"suite {suite.Name}: {members.Count} member{(members.Count == 1 ? "" : "s")}: {names}\n");
        var run = Begin(suite, members);
        var directory = Path.Combine(arguments.RunsRoot, run.Id);
        await using var owner = Handover.Of(directory);
        Save(run, directory);
        var work = new EngineWork(installation, arguments.RunsRoot);
        var sequence = new LocalSuite(installation, files, work, arguments.RunsRoot, arguments.IgnoreExpect, screen, stop);
        run = await SuiteSequence.RunAsync(run, sequence, changed => Save(changed, directory), installation.Time);
        Show(run, directory, screen);
        return ExitCodes.Of(run);
    }

    private SuiteRun Begin(Suite suite, IReadOnlyList<SuiteMember> members) => new()
    {
        Id = RunDirectory.NewId($"suite-{suite.Name}", installation.Time),
        Suite = suite.Name,
        Description = suite.Description,
        Labels = suite.Labels,
        Seed = suite.Seed,
        StopOn = suite.StopOn,
        Cause = "command line",
        State = SuiteRunState.Running,
        Members = members,
        StartedAt = installation.Time.GetUtcNow(),
    };

    /// <summary>At every change, so that the results survive a power failure. A full disk does not end a member.</summary>
    private void Save(SuiteRun run, string directory)
    {
        try
        {
            SuiteReports.Write(run, directory);
            _notWritten = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _notWritten = e.Message;
        }
    }

    private void Show(SuiteRun run, string directory, Screen screen)
    {
        var (report, junit) = (Path.Combine(directory, Reports.HtmlFile), Path.Combine(directory, Reports.JUnitFile));
        screen.Result(arguments.Json
            ? ConsoleJson.Text(SuiteWire.Run(run))
            : $"{SuiteText.Write(SuiteWire.Run(run))}  report   {report}\n  junit    {junit}\n  repeat   {Repeat(run)}\n");
        if (_notWritten is not null) screen.Error($"chaosctl: the suite's report could not be written: {_notWritten}");
    }

    private string Repeat(SuiteRun run)
    {
        var seed = run.Seed is { } given ? $" --seed {given}" : "";
        var directories = string.Concat(arguments.Directories.Select(d => $" --experiments {d}"));
        return $"./chaosctl run {arguments.File}{seed}{directories}{(arguments.IgnoreExpect ? " --no-expect" : "")}";
    }
}

/// <param name="Directories">Where experiments are searched; empty: next to the suite.</param>
internal sealed record LocalSuiteArguments(
    string File, long? Seed, IReadOnlyList<string> Directories, string RunsRoot, bool IgnoreExpect, string State, bool Json);
