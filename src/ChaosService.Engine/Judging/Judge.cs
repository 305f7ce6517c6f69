using ChaosService.Engine.Metrics;
using ChaosService.Engine.Tracing;
using ChaosService.Model;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Verdicts;
using Microsoft.Extensions.Logging;

namespace ChaosService.Engine.Judging;

/// <summary>Runs checks over a history. A check that throws or runs out of its budget gives unknown, never valid.</summary>
public sealed class Judge(Catalog catalog, TimeProvider time, ILogger<Judge> log, EngineMetrics? metrics = null)
{
    /// <summary>The check that every run has, whether the experiment names it or not.</summary>
    public const string Assumptions = "assumptions";

    /// <summary>For one check.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(120);

    /// <summary>For one check.</summary>
    public const long MemoryLimitBytes = 2L << 30;

    /// <summary>The plan's checks, and the assumptions when the plan does not name them.</summary>
    public IReadOnlyList<PlannedCheck> WithAssumptions(IReadOnlyList<PlannedCheck> planned) =>
        planned.Any(c => c.Kind == Assumptions) ? planned : [.. planned, new PlannedCheck(Assumptions, Defaults(Assumptions))];

    public IReadOnlyList<CheckVerdict> Check(History history, IReadOnlyList<PlannedCheck> planned, CancellationToken stop) =>
        CheckOnly(history, WithAssumptions(planned), stop);

    /// <summary>These checks and no others, for a history that is only a part of what was recorded.</summary>
    public IReadOnlyList<CheckVerdict> CheckOnly(History history, IReadOnlyList<PlannedCheck> planned, CancellationToken stop) =>
        [.. planned.Select(c => CheckOne(catalog.Checks[c.Kind], history, c.Parameters, stop))];

    /// <summary>A check's parameters when nothing is said about them.</summary>
    public CheckParameters Defaults(string kind)
    {
        var problems = new Problems();
        var nothing = new MapReader(new ConfigMap(new SourcePlace("(defaults)", 1, 1), []), problems);
        return catalog.Checks[kind].Bind(nothing)
            ?? throw new InvalidOperationException($"The check '{kind}' has no defaults: {string.Join("; ", problems)}");
    }

    private CheckVerdict CheckOne(ICheckKind kind, History history, CheckParameters parameters, CancellationToken stop)
    {
        using var span = Spans.Check(kind.Name);
        var started = time.GetTimestamp();
        var verdict = Decide(kind, history, parameters, stop);
        metrics?.Checked(kind.Name, verdict.Outcome, time.GetElapsedTime(started));
        span.Judged(verdict);
        return verdict;
    }

    private CheckVerdict Decide(ICheckKind kind, History history, CheckParameters parameters, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(TimeLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        try
        {
            return kind.Check(history, parameters, new CheckBudget(MemoryLimitBytes, both.Token));
        }
        catch (OperationCanceledException)
        {
            return CheckVerdict.Unknown(kind.Name, stop.IsCancellationRequested
                ? "stopped before it could decide"
                : $"could not decide within {TimeLimit.TotalSeconds:0} s");
        }
        catch (Exception e)
        {
            log.CheckThrew(e, kind.Name);
            return CheckVerdict.Unknown(kind.Name, $"the check itself failed: {e.GetType().Name}: {e.Message}");
        }
    }
}
