using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Points;

/// <summary>The ops on tables of points, by table.</summary>
internal static class PointHistory
{
    public static IReadOnlyList<PointTable> Of(History history)
    {
        var tables = new Dictionary<string, PointTable>(StringComparer.Ordinal);
        var ops = history.Ops.Span;
        for (var i = 0; i < ops.Length; i++)
        {
            ref readonly var op = ref ops[i];
            if (op.F is not (Functions.WritePoints or Functions.ReadPoints or Functions.Query)) continue;
            if (!tables.TryGetValue(op.Key ?? "", out var table)) tables[op.Key ?? ""] = table = new PointTable(op.Key ?? "");
            if (!Take(table, i, op)) table.Doubt ??= $"the value of the {op.F} at history index {op.Index} is not understood: {op.Value}";
        }
        foreach (var table in tables.Values) table.Close();
        return [.. tables.Values.OrderBy(t => t.Name, StringComparer.Ordinal)];
    }

    /// <returns>False when the value has another form.</returns>
    private static bool Take(PointTable table, int position, in Op op)
    {
        if (op.F == Functions.WritePoints)
        {
            if (PointBatch.From(op.Value) is not { } batch) return false;
            table.Batches.Add(new WrittenBatch(batch, position, op.Outcome, op.InvokedNs, op.CompletedNs));
            return true;
        }
        // A query without an answer gives no information.
        if (op.Outcome != OpType.Ok) return true;
        if (op.F == Functions.ReadPoints)
        {
            if (PointReads.From(op.Value) is not { Nodes.Count: > 0 } read) return false;
            table.Reads.Add((position, read));
            return true;
        }
        if (PointQuery.From(op.Value) is not { } query || (query.Numbers is null && query.Groups is null)) return false;
        table.Queries.Add((position, query));
        return true;
    }
}
