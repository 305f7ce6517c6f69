namespace ChaosService.Proxies.Http.Calls;

/// <summary>Counts what came to one node while the fault lasts, over restarts of the node, and chooses by it. Thread-safe.</summary>
internal sealed class CallTally(CallChoice choice, long seed)
{
    private long _matching;
    private long _met;
    private long _tls;
    private long _others;

    /// <summary>Calls that the fault could be for.</summary>
    public long Matching => Volatile.Read(ref _matching);

    /// <summary>Calls that the fault was done to.</summary>
    public long Met => Volatile.Read(ref _met);

    /// <summary>Connections that were passed on as they are, because they are encrypted.</summary>
    public long Tls => Volatile.Read(ref _tls);

    /// <summary>Connections that were passed on as they are, because they speak something else.</summary>
    public long Others => Volatile.Read(ref _others);

    /// <summary>A matching call is there: is the fault for it?</summary>
    public bool Take() => choice.Takes(Interlocked.Increment(ref _matching), seed);

    public void CountMet() => Interlocked.Increment(ref _met);

    public void CountTls() => Interlocked.Increment(ref _tls);

    public void CountOther() => Interlocked.Increment(ref _others);
}
