using ChaosService.Checking.Findings;
using ChaosService.Checking.Timeseries.Points;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Written;

/// <summary>Describes what is wrong with points, by the write and the read that show it.</summary>
internal sealed class TroubleWords(History history, string table)
{
    public Finding Tell(BatchTrouble trouble)
    {
        var read = history.Ops.Span[trouble.Read];
        Op[] ops = trouble.Batch is { } batch
            ? [.. new[] { history.Ops.Span[batch.Position], read }.OrderBy(o => o.Index)]
            : [read];
        var around = trouble.Batch is null ? read : history.Ops.Span[trouble.Batch.Position];
        return new Finding
        {
            Anomaly = trouble.Anomaly, Explanation = $"{Points(trouble)} of {table} {Sentence(trouble, read)}", Ops = ops,
            Faults = history.FaultsDuring(
                around.InvokedNs, around.CompletedNs == long.MaxValue ? around.InvokedNs : around.CompletedNs),
            Count = trouble.Numbers.Count,
        };
    }

    public Finding Tell(int position, NodePoints points)
    {
        var read = history.Ops.Span[position];
        return new Finding
        {
            Anomaly = "altered",
            Explanation = $"{points.Node} answered the read of {table} at {Words.During(read)} with "
                + $"{Words.Many(points.StrangeCount, "row")} that nobody wrote like that, such as "
                + (points.Strange.Count > 0 ? points.Strange[0] : "?"),
            Ops = [read], Faults = history.FaultsDuring(read.InvokedNs, read.CompletedNs), Count = points.StrangeCount,
        };
    }

    private string Sentence(BatchTrouble trouble, in Op read)
    {
        var answer = $"what {string.Join(" and ", trouble.Nodes)} answered to the read at {Words.During(read)}";
        return trouble.Anomaly switch
        {
            "lost" => $"{Written(trouble.Batch!)}, {Are(trouble)} missing from {answer}",
            "vanished" => $"had been read before, and {Are(trouble)} missing from {answer}; {Written(trouble.Batch!)}",
            "duplicated" => $"{Are(trouble)} more than once in {answer}",
            "refused" => $"{Are(trouble)} in {answer}, although {Written(trouble.Batch!)}",
            _ when trouble.Batch is null => $"{Are(trouble)} in {answer}, and nobody wrote {(trouble.Numbers.Count == 1 ? "it" : "them")}",
            _ => $"{Are(trouble)} in {answer}, before process {Process(trouble.Batch)} began to write at "
                + Words.At(trouble.Batch.InvokedNs),
        };
    }

    private string Written(WrittenBatch batch)
    {
        var op = history.Ops.Span[batch.Position];
        return batch.Outcome switch
        {
            OpType.Ok when batch.Refused.Count > 0 =>
                $"written in part by process {op.Process}{By(op)} at {Words.At(op.CompletedNs)} without "
                    + $"{Words.Many(batch.Refused.Count, "line")} that the answer names",
            OpType.Ok => $"acknowledged to process {op.Process}{By(op)} at {Words.At(op.CompletedNs)}",
            OpType.Fail => $"process {op.Process} was told{By(op)} at {Words.At(op.CompletedNs)} that nothing is stored ({op.Error})",
            _ => $"written by process {op.Process} at {Words.At(op.InvokedNs)} with an unknown outcome ({op.Error ?? "no answer"})",
        };
    }

    private int Process(WrittenBatch batch) => history.Ops.Span[batch.Position].Process;

    private static string By(in Op op) => op.Node is null ? "" : $" by {op.Node}";

    private static string Are(BatchTrouble trouble) => trouble.Numbers.Count == 1 ? "is" : "are";

    private static string Points(BatchTrouble trouble) => trouble.Numbers.Count == 1
        ? $"the point {trouble.Numbers.Min}"
        : $"{trouble.Numbers.Count:#,0} points from {trouble.Numbers.Min} to {trouble.Numbers.Max}";
}
