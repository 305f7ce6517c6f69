using System.CommandLine;
using ChaosService.Cli.Common;
using ChaosService.Cli.Console;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Judging;
using ChaosService.Model.Runs;
using ChaosService.Service.Installations;

namespace ChaosService.Cli.Guard;

/// <summary>
/// The dead-man's switch: a separate process that reverts what a killed one left. Either for one process, started by
/// <see cref="Watchdog"/>; or for every process that ever wrote to the state directory, as the second container of
/// <c>compose/chaosservice.yaml</c>.
/// </summary>
internal static class WatchdogCommand
{
    public const string Name = "watchdog";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>A run that ends normally closes its entries first; what is still there after this time was left behind.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    /// <summary>How often the heartbeat of an existing process is checked.</summary>
    private static readonly TimeSpan LeaseCheck = TimeSpan.FromSeconds(3);

    /// <summary>The time until the next attempt when something could not be reverted.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    public static Command Create(IProgram program)
    {
        var pid = new Option<int?>("--pid");
        var ticks = new Option<long>("--start-ticks");
        var state = CommonOptions.State();
        var command = new Command(
            Name, "Revert what killed runs leave: of one process, or without --pid of all, until stopped.") { pid, ticks, state };
        command.Hidden = true;
        command.SetAction((parsed, stop) => parsed.GetValue(pid) is { } one
            ? FollowAsync(program, new ProcessIdentity(one, parsed.GetValue(ticks)), parsed.GetValue(state)!, stop)
            : StandGuardAsync(program, parsed.GetValue(state)!, stop));
        return command;
    }

    private static async Task<int> FollowAsync(IProgram program, ProcessIdentity watched, string state, CancellationToken stop)
    {
        var said = new HashSet<string>();
        // It may take long, and somebody else uses the terminal by now.
        void SayOnce(string sentence)
        {
            if (said.Add(sentence)) Say(sentence);
        }

        UntilReverted Until(Func<JournalEntry, bool> isLeft) =>
            new(() => IsLeft(e => e.Owner == watched && isLeft(e), state), Lease, TimeProvider.System, SayOnce);

        Task Revert(CancellationToken token) => RevertAsync(program, state, SayOnce, token);

        var asked = TimeProvider.System.GetTimestamp();
        while (Processes.IsAlive(watched))
        {
            await Task.Delay(PollInterval, TimeProvider.System, stop);
            if (TimeProvider.System.GetElapsedTime(asked) < LeaseCheck) continue;
            await Until(e => e.LeaseOver).RunAsync(Revert, stop);
            asked = TimeProvider.System.GetTimestamp();
        }
        await Until(_ => true).RunAsync(Revert, stop);
        await SweepMarksAsync(program, state, stop);
        return ExitCodes.Valid;
    }

    /// <summary>
    /// A state directory that was removed meanwhile is not recreated: everything that could be reverted from here is gone with it.
    /// </summary>
    private static bool IsLeft(Func<JournalEntry, bool> isLeft, string state) =>
        File.Exists(Path.Combine(state, StateDatabase.FileName))
            && new SqliteFaultJournal(new StateDatabase(state), TimeProvider.System).Entries().Any(isLeft);

    /// <summary>Opened again for each attempt: a failure to open would otherwise be permanent.</summary>
    private static async Task RevertAsync(IProgram program, string state, Action<string> say, CancellationToken stop)
    {
        using var installation = program.Open(state);
        await RevertAsync(installation, say, stop);
    }

    /// <summary>Of a run that was killed between two faults only marks are left.</summary>
    private static async Task SweepMarksAsync(IProgram program, string state, CancellationToken stop)
    {
        if (!File.Exists(Path.Combine(state, StateDatabase.FileName))) return;
        using var installation = program.Open(state);
        try
        {
            await installation.Holds.SweepAsync(stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // The next process that wants the target checks whether the mark's process is still alive.
            Say($"the mark on the container engine stays: {e.Message}");
        }
    }

    private static async Task<int> StandGuardAsync(IProgram program, string state, CancellationToken stop)
    {
        using var installation = program.Open(state);
        ErrorOutput.TryLine($"chaosctl watchdog: standing guard over {Path.GetFullPath(state)}");
        try
        {
            while (true)
            {
                await Task.Delay(Lease, TimeProvider.System, stop);
                if (!await TryRevertAsync(installation, stop)) await Task.Delay(RetryPause, TimeProvider.System, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Valid;
        }
    }

    /// <summary>A guard outlasts temporary failures: a full disk, an engine that is gone.</summary>
    private static async Task<bool> TryRevertAsync(Installation installation, CancellationToken stop)
    {
        try
        {
            return installation.Journal.Entries().All(e => !Processes.IsLeft(e)) || await RevertAsync(installation, Say, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            Say($"the fault journal cannot be worked through: {e.Message}");
            return false;
        }
    }

    private static async Task<bool> RevertAsync(Installation installation, Action<string> say, CancellationToken stop)
    {
        var results = await installation.Leftovers.RevertAsync(ofLivingToo: false, heldProject: null, stop);
        foreach (var (entry, error) in results)
            say(
                $"run {entry.RunId} {(Processes.IsAlive(entry.Owner) ? "gives no sign of life" : "was killed")}; "
                    + $"{(error is null ? "reverted" : "could NOT revert")}: {entry.Recipe.Description} {error}");
        return results.All(r => r.Error is null);
    }

    /// <summary>The terminal belonged to the run, and may be gone with it.</summary>
    private static void Say(string sentence) => ErrorOutput.TryLine($"chaosctl watchdog: {sentence}");
}
