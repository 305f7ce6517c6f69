namespace ChaosService.Workloads.Load;

/// <summary>
/// The process ids of one run: a worker starts under its own number and goes on under the next id of its row after every info. Two
/// workers never share one.
/// </summary>
/// <param name="workers">Over all loads of the run.</param>
internal sealed class ProcessIds(int workers)
{
    private readonly int _stride = StrideFor(workers);
    private readonly int[] _next = [.. Enumerable.Range(0, workers)];

    /// <summary>Each worker takes its ids alone, one at a time.</summary>
    public int Take(int worker)
    {
        var id = _next[worker];
        _next[worker] = checked(id + _stride);
        return id;
    }

    /// <summary>
    /// The smallest step from <paramref name="workers"/> up that 2, 3, 5 and 7 do not divide. A client's node is its process id modulo
    /// the number of nodes: with 9 workers on 3 nodes a step of 9 would bring every worker back to the node that just hung.
    /// </summary>
    internal static int StrideFor(int workers)
    {
        var stride = Math.Max(1, workers);
        while (stride % 2 == 0 || stride % 3 == 0 || stride % 5 == 0 || stride % 7 == 0) stride++;
        return stride;
    }
}
