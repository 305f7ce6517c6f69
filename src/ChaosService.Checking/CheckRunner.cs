using ChaosService.Model.Checks;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking;

/// <summary>Runs a check so that whatever goes wrong in it is a verdict: unknown, with the reason.</summary>
public static class CheckRunner
{
    public static CheckVerdict Run(ICheckKind kind, History history, CheckParameters parameters, CheckBudget budget)
    {
        try
        {
            return kind.Check(history, parameters, budget);
        }
        catch (Exception e) when (Root(e) is OperationCanceledException && budget.Deadline.IsCancellationRequested)
        {
            return CheckVerdict.Unknown(kind.Name, "the check's time limit passed before it could decide");
        }
        catch (Exception e)
        {
            return CheckVerdict.Unknown(kind.Name, $"the check itself failed: {Root(e).GetType().Name}: {Root(e).Message}");
        }
    }

    /// <summary>Keys are checked in parallel: the first error of many stands for all.</summary>
    private static Exception Root(Exception e) => e is AggregateException { InnerException: { } inner } ? Root(inner) : e;
}
