namespace ChaosService.Proxies.Choosing;

/// <summary>
/// Counts the calls or messages of one node while the fault lasts, across restarts of the node, and chooses among them. Thread-safe.
/// </summary>
internal sealed class Tally(Choice choice, long seed)
{
    private long _matching;
    private long _met;
    private long _tls;
    private long _others;

    /// <summary>Calls that match the fault.</summary>
    public long Matching => Volatile.Read(ref _matching);

    /// <summary>Calls that the fault was applied to.</summary>
    public long Met => Volatile.Read(ref _met);

    /// <summary>Connections that were passed on unchanged because they are encrypted.</summary>
    public long Tls => Volatile.Read(ref _tls);

    /// <summary>Connections that were passed on unchanged because they use another protocol.</summary>
    public long Others => Volatile.Read(ref _others);

    /// <summary>Counts a matching call: returns whether the fault applies to it.</summary>
    public bool Take() => choice.Takes(Interlocked.Increment(ref _matching), seed);

    public void CountMet() => Interlocked.Increment(ref _met);

    public void CountTls() => Interlocked.Increment(ref _tls);

    public void CountOther() => Interlocked.Increment(ref _others);
}
