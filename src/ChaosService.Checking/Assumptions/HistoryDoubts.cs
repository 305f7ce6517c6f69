using ChaosService.Checking.Findings;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Assumptions;

/// <summary>
/// What is doubtful about a history as a file, whatever wrote it: with any of these doubts no verdict over it can be valid.
/// </summary>
public static class HistoryDoubts
{
    public static IReadOnlyList<string> Of(History history)
    {
        List<string> doubts = [];
        if (history.Truncation is { } cut) doubts.Add(cut);
        if (history.Dropped > 0) doubts.Add($"{Words.Many(history.Dropped, "event")} could not be recorded");
        if (Backwards(history.Ops.Span) is { } backwards) doubts.Add(backwards);
        return doubts;
    }

    private static string? Backwards(ReadOnlySpan<Op> ops)
    {
        var last = new Dictionary<int, long>();
        foreach (ref readonly var op in ops)
        {
            if (op.InvokedNs < last.GetValueOrDefault(op.Process) || op.CompletedNs < op.InvokedNs)
                return $"the clock went backwards for process {op.Process} at line {op.Index + 1}";
            last[op.Process] = op.CompletedNs == long.MaxValue ? op.InvokedNs : op.CompletedNs;
        }
        return null;
    }
}
