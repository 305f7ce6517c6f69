using ChaosService.Model.Suites;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Suites;

/// <summary>Takes a suite's run from its first member to its last, one after another.</summary>
public static class SuiteSequence
{
    /// <param name="changed">Told of every change, in order; the last one is the run that is over, which is also returned.</param>
    public static async Task<SuiteRun> RunAsync(SuiteRun run, ISuiteWork work, Action<SuiteRun> changed, TimeProvider time)
    {
        for (var i = 0; i < run.Members.Count; i++)
        {
            if (Left(run, i, work) is { } left)
            {
                run = run.With(i, left);
                continue;
            }
            var index = i;
            run = Tell(run.With(i, run.Members[i] with { State = MemberState.Running, StartedAt = time.GetUtcNow() }), changed);
            SuiteMember ended;
            try
            {
                ended = await work.RunAsync(run.Members[i], accepted => run = Tell(run.With(index, accepted), changed));
            }
            catch (Exception e)
            {
                ended = work.Thrown(run.Members[i], e);
            }
            run = Tell(run.With(i, ended with { EndedAt = time.GetUtcNow() }), changed);
        }
        return Tell(End(run, work.Stopped, time.GetUtcNow()), changed);
    }

    /// <summary>The member as it is left out; null when it has its turn.</summary>
    private static SuiteMember? Left(SuiteRun run, int index, ISuiteWork work)
    {
        var member = run.Members[index];
        if (work.Stopped is { } why) return member with { State = MemberState.Aborted, Reason = $"not begun: {why}" };
        if (run.StopOn == StopOn.Invalid && run.Members.Take(index).FirstOrDefault(m => m.Counts == Outcome.Invalid) is { } invalid)
            return member with
            {
                State = MemberState.Skipped, Reason = $"skipped: {invalid.Name} is invalid, and the suite stops on that",
            };
        return null;
    }

    /// <summary>A stop that came when every member had its verdict already has ended nothing early.</summary>
    private static SuiteRun End(SuiteRun run, string? stopped, DateTimeOffset now)
    {
        var endedEarly =
            stopped is not null && run.Members.Any(m => m.State is MemberState.Aborted or MemberState.Rejected) ? stopped : null;
        return run with
        {
            State = endedEarly is null ? SuiteRunState.Finished : SuiteRunState.Aborted, EndedEarly = endedEarly, EndedAt = now,
        };
    }

    private static SuiteRun Tell(SuiteRun run, Action<SuiteRun> changed)
    {
        changed(run);
        return run;
    }
}
