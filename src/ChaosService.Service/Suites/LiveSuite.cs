using ChaosService.Engine.Judging;
using ChaosService.Engine.Suites;
using ChaosService.Model.Experiments;
using ChaosService.Model.Runs;
using ChaosService.Model.Suites;
using ChaosService.Service.Events;
using ChaosService.Service.Logging;
using ChaosService.Service.Queue;
using ChaosService.Service.Triggers;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Suites;

/// <summary>An active run of a suite: its members are ordinary runs in the queue, one after another.</summary>
internal sealed class LiveSuite(SuiteRun run, RunQueue queue, IRunStore store, ILogger log) : ISuiteWork
{
    /// <summary>More than the changes of the longest suite.</summary>
    private const int EventsKept = 4 * Suite.MembersMax;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SuiteRun _run = run;
    private string? _stopped;
    private bool _abort;
    private string? _current;

    /// <summary>The current state; the store may be a moment behind.</summary>
    public SuiteRun Run
    {
        get => _run;
        set => _run = value;
    }

    public EventRing Events { get; } = new(EventsKept);

    public Task Ended => _ended.Task;

    public string? Stopped
    {
        get { lock (_gate) return _stopped; }
    }

    /// <summary>No further member begins; the running one is left to the caller.</summary>
    public void Stop(string reason)
    {
        lock (_gate) _stopped ??= reason;
    }

    /// <summary>No further member begins, and the running one ends early.</summary>
    public void Abort(string reason)
    {
        string? current;
        lock (_gate)
        {
            _stopped ??= reason;
            _abort = true;
            current = _current;
        }
        if (current is not null) queue.Abort(current, reason);
    }

    public void End() => _ended.TrySetResult();

    public async Task<SuiteMember> RunAsync(SuiteMember member, Action<SuiteMember> accepted)
    {
        // Whoever else has the target is waited for: within a suite there is nobody to be asked.
        var request = new TriggerRequest(
            member.Experiment, member.Seed, [.. member.Cell.Select(v => v.Override)], $"suite {Run.Suite}/{Run.Id}", Concurrency.Queue);
        var result = await queue.TriggerAsync(request, CancellationToken.None);
        if (result.Status == TriggerStatus.Halted) Stop(result.Message!);
        if (result.RunId is not { } id) return MemberResult.Rejected(member, Why(result), ExitCodes.Unavailable);
        return await FollowAsync(member, id, accepted);
    }

    public SuiteMember Thrown(SuiteMember member, Exception e)
    {
        log.MemberDidNotEnd(e, Run.Id, member.Name);
        return MemberResult.Rejected(member, e.Message, ExitCodes.Of(e));
    }

    private async Task<SuiteMember> FollowAsync(SuiteMember member, string runId, Action<SuiteMember> accepted)
    {
        // Null when it is over already.
        var going = queue.Find(runId);
        var record = going?.Record ?? store.Find(runId)!;
        accepted(member with { RunId = runId, Seed = record.Seed, Directory = record.Directory });
        if (AbortedMeanwhile(runId) is { } why) queue.Abort(runId, why);
        if (going is not null) await going.Ended;
        return MemberResult.Of(member with { RunId = runId }, going?.Record ?? store.Find(runId)!, going?.Prepared.Plan.Expect?.Verdict);
    }

    /// <summary>An abort that came before the member had its run could not end it.</summary>
    private string? AbortedMeanwhile(string runId)
    {
        lock (_gate)
        {
            _current = runId;
            return _abort ? _stopped : null;
        }
    }

    private static string Why(TriggerResult result) =>
        result.Problems is [var first, ..] ? $"{result.Message}; the first: {first}" : result.Message ?? "the run was not accepted";
}
