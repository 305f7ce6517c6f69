namespace ChaosService.Reference.Core.Raft.Roles;

/// <summary>The time without a leader. Each time-out is random, so that servers seldom campaign at the same moment.</summary>
/// <param name="draw">Returns a number from 0 to below its argument.</param>
internal sealed class ElectionTimer(int electionTicks, Func<int, int> draw)
{
    private int _elapsed;
    private int _timeout = electionTicks + draw(electionTicks);

    /// <summary>Whether the leader was heard from so recently that no election can be justified (thesis, 4.2.3).</summary>
    public bool IsLeaderFresh => _elapsed < electionTicks;

    public void Reset() => (_elapsed, _timeout) = (0, electionTicks + draw(electionTicks));

    /// <returns>Whether it is time to campaign.</returns>
    public bool Tick() => ++_elapsed >= _timeout;
}
