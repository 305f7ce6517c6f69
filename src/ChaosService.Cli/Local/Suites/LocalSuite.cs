using System.Security.Cryptography;
using ChaosService.Cli.Common;
using ChaosService.Cli.Console;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Store.Directories;
using ChaosService.Engine.Suites;
using ChaosService.Experiments.Planning;
using ChaosService.Model.Suites;
using ChaosService.Service.Installations;
using ChaosService.Service.Queue;
using ChaosService.Service.Suites;

namespace ChaosService.Cli.Local.Suites;

/// <summary>Runs members in this process, and displays each like <c>chaosctl run</c>.</summary>
internal sealed class LocalSuite(
    Installation installation, IReadOnlyDictionary<string, MemberFile> files, IRunWork work, string runsRoot, bool ignoreExpect,
    Screen screen, CancellationToken stop) : ISuiteWork
{
    public string? Stopped => stop.IsCancellationRequested ? "stopped by the user" : null;

    public async Task<SuiteMember> RunAsync(SuiteMember member, Action<SuiteMember> accepted)
    {
        var file = files[member.Name];
        var plan = Planner.Plan(file.Experiment, member.Seed ?? file.Experiment.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue));
        if (ignoreExpect) plan = plan with { Expect = null };
        var runId = RunDirectory.NewId(plan.Experiment, installation.Time);
        member = member with { Seed = plan.Seed, RunId = runId, Directory = Path.GetFullPath(Path.Combine(runsRoot, runId)) };
        accepted(member);

        var sets = string.Concat(member.Cell.Select(v => $" --set '{v.Override}'"));
        var repeat = $"./chaosctl run {file.Path} --seed {plan.Seed}{sets}{(ignoreExpect ? " --no-expect" : "")}";
        var run = new PreparedRun(runId, file.Experiment, plan, await File.ReadAllBytesAsync(file.Path, stop), repeat);
        await using var owner = Handover.Of(member.Directory);
        var view = new RunView(screen);
        view.Begin(plan);
        var result = await work.RunAsync(run, view, stop);
        screen.Line(VerdictText.Write(result));
        return MemberResult.Of(member, result);
    }

    public SuiteMember Thrown(SuiteMember member, Exception e)
    {
        var code = e is OperationCanceledException && Stopped is null ? ExitCodes.Internal : ExitCodes.Of(e);
        if (code == ExitCodes.Aborted) return member with { State = MemberState.Aborted, Reason = Stopped, ExitCode = code };
        screen.Line($"chaosctl: {member.Name} could not be run: {ErrorText.Of(e, code)}");
        var reason = code == ExitCodes.Internal ? $"a fault in ChaosService itself: {e.GetType().Name}: {e.Message}" : e.Message;
        return MemberResult.Rejected(member, reason, code);
    }
}
