using System.Security.Cryptography;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Running;
using ChaosService.Engine.Store;
using ChaosService.Engine.Suites;
using ChaosService.Experiments.Planning;
using ChaosService.Host.Composition;
using ChaosService.Host.Console;
using ChaosService.Model.Clusters;
using ChaosService.Model.Plans;
using ChaosService.Model.Suites;

namespace ChaosService.Host.Suites;

/// <summary>Runs members in this process, and shows each as <c>chaosctl run</c> shows one.</summary>
internal sealed class LocalSuite(
    Installation installation, IReadOnlyDictionary<string, MemberFile> files, string runsRoot, bool ignoreExpect, TextWriter output, CancellationToken stop) : ISuiteWork
{
    public string? Stopped => stop.IsCancellationRequested ? "stopped by the user" : null;

    public async Task<SuiteMember> RunAsync(SuiteMember member, Action<SuiteMember> accepted)
    {
        var file = files[member.Experiment];
        var plan = Planner.Plan(file.Experiment, member.Seed ?? file.Experiment.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue));
        if (ignoreExpect) plan = plan with { Expect = null };
        var runId = RunDirectory.NewId(plan.Experiment, installation.Time);
        member = member with { Seed = plan.Seed, RunId = runId, Directory = Path.GetFullPath(Path.Combine(runsRoot, runId)) };
        accepted(member);
        try
        {
            return await RunAsync(member, plan, file.Path);
        }
        catch (Exception e) when (e is TargetBusyException or ClusterUnavailableException or FaultUnavailableException or IOException or UnauthorizedAccessException)
        {
            output.WriteLine($"chaosctl: {member.Experiment} could not be run: {e.Message}");
            return MemberResult.Rejected(member, e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return member with { State = MemberState.Aborted, Reason = Stopped, ExitCode = ExitCodes.Aborted };
        }
    }

    private async Task<SuiteMember> RunAsync(SuiteMember member, Plan plan, string file)
    {
        var repeat = $"./chaosctl run {file} --seed {plan.Seed}{(ignoreExpect ? " --no-expect" : "")}";
        var request = await RunRequests.MakeAsync(installation, plan, await File.ReadAllBytesAsync(file, stop), runsRoot, repeat, member.RunId, new RunControl(), stop);
        using var view = RunView.For(output);
        view.Begin(plan);
        var result = await installation.Runner().RunAsync(request, view, stop);
        view.End();
        output.WriteLine(VerdictText.Write(result));
        return MemberResult.Of(member, result);
    }
}
