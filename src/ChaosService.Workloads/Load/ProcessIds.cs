namespace ChaosService.Workloads.Load;

/// <summary>
/// The process ids of one run: a worker starts with its own number and takes the next id of its sequence after every info. Two workers
/// never share an id.
/// </summary>
/// <param name="workers">The number of workers over all loads of the run.</param>
internal sealed class ProcessIds(int workers)
{
    private readonly int _stride = StrideFor(workers);
    private readonly int[] _next = [.. Enumerable.Range(0, workers)];

    /// <summary>Only the worker itself takes its ids, one at a time.</summary>
    public int Take(int worker)
    {
        var id = _next[worker];
        _next[worker] = checked(id + _stride);
        return id;
    }

    /// <summary>
    /// The smallest step of at least <paramref name="workers"/> that is not divisible by 2, 3, 5 or 7. A client's node is its process id
    /// modulo the number of nodes: with 9 workers on 3 nodes a step of 9 would return every worker to the node that just hung.
    /// </summary>
    internal static int StrideFor(int workers)
    {
        var stride = Math.Max(1, workers);
        while (stride % 2 == 0 || stride % 3 == 0 || stride % 5 == 0 || stride % 7 == 0) stride++;
        return stride;
    }
}
