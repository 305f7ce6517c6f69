namespace ChaosService.MerkleKv.Observing;

/// <summary>What the node did since its start, by the names that STATS shows.</summary>
internal sealed class Counters
{
    private readonly long[] _values = new long[Enum.GetValues<Counter>().Length];

    public long this[Counter counter] => Interlocked.Read(ref _values[(int)counter]);

    public void Add(Counter counter, long amount = 1) => Interlocked.Add(ref _values[(int)counter], amount);
}
