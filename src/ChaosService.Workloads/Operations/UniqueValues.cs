namespace ChaosService.Workloads.Operations;

/// <summary>Values from 1 up that no other worker of the run writes: worker 0 of 3 takes 1, 4, 7, …</summary>
internal struct UniqueValues(int worker, int workers)
{
    private long _next = worker + 1L;

    public long Take()
    {
        var value = _next;
        _next += workers;
        return value;
    }
}
