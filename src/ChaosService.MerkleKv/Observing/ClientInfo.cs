namespace ChaosService.MerkleKv.Observing;

/// <summary>A connection as CLIENT LIST shows it.</summary>
internal sealed class ClientInfo(long id, string address, DateTimeOffset since)
{
    private long _commands;

    public long Id => id;

    public string Address => address;

    public DateTimeOffset Since => since;

    public long Commands => Interlocked.Read(ref _commands);

    public void CountCommand() => Interlocked.Increment(ref _commands);
}
