namespace ChaosService.MerkleKv.Replication;

/// <summary>
/// Pauses between attempts: they double up to a limit, and each is drawn from its upper half, so that nodes which lost the same broker do
/// not return to it together.
/// </summary>
/// <param name="draw">From 0 to 1.</param>
internal sealed class Backoff(TimeSpan least, TimeSpan most, Func<double> draw)
{
    public int Attempt { get; private set; }

    public TimeSpan Next()
    {
        var pause = Math.Min(most.TotalMilliseconds, least.TotalMilliseconds * Math.Pow(2, Math.Min(Attempt++, 40)));
        return TimeSpan.FromMilliseconds(pause * (0.5 + draw() / 2));
    }

    public void Reset() => Attempt = 0;
}
