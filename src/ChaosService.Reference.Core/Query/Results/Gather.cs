namespace ChaosService.Reference.Core.Query.Results;

/// <summary>
/// Collects the streams of a query's fragments. There is no result before all have ended: a part of the rows
/// looks just like the complete result.
/// </summary>
/// <typeparam name="T">A row, or a point from which rows are made later.</typeparam>
/// <param name="sources">The sender of each fragment, in operators' terms.</param>
/// <param name="rowsMax">The most rows in all: more is an error, so that the node does not run out of memory.</param>
internal sealed class Gather<T>(IReadOnlyList<string> sources, int rowsMax = 1_000_000, QueryBugs bugs = QueryBugs.None)
{
    private readonly List<T>[] _rows = [.. sources.Select(_ => new List<T>())];
    private readonly bool[] _hasEnded = new bool[sources.Count];
    private int _count;

    /// <summary>The first error, and its source.</summary>
    public string? Error { get; private set; }

    /// <summary>The rows of all streams; null until all have ended, and always after an error.</summary>
    public IReadOnlyList<IReadOnlyList<T>>? Result
    {
        get
        {
            if (Error is not null) return bugs.HasFlag(QueryBugs.PartialRowsAfterStreamError) ? _rows : null;
            return Array.TrueForAll(_hasEnded, e => e) ? _rows : null;
        }
    }

    public void Receive(int fragment, IReadOnlyCollection<T> rows)
    {
        if (_hasEnded[fragment]) throw new InvalidOperationException($"{sources[fragment]} sends rows after its end.");
        if (Error is not null) return;
        if ((_count += rows.Count) > rowsMax) Error = $"The query has more than {rowsMax} rows: narrow its time, or add a LIMIT";
        else _rows[fragment].AddRange(rows);
    }

    public void End(int fragment) => _hasEnded[fragment] = true;

    public void CannotConnect(int fragment, string why) =>
        Error ??= $"Failed to connect to remote query service at {sources[fragment]}: {why}";

    public void Fail(int fragment, string why) =>
        Error ??= _rows[fragment].Count > 0
            ? $"Stream error from remote node {sources[fragment]}: {why}"
            : $"Remote query fragment execution failed on {sources[fragment]}: {why}";
}
