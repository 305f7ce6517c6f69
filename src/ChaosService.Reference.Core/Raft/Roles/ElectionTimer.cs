namespace ChaosService.Reference.Core.Raft.Roles;

/// <summary>How long it has been quiet. Each time-out is drawn, so that servers seldom campaign at the same moment.</summary>
/// <param name="draw">Gives a number from 0 to below its argument.</param>
internal sealed class ElectionTimer(int electionTicks, Func<int, int> draw)
{
    private int _elapsed;
    private int _timeout = electionTicks + draw(electionTicks);

    /// <summary>Whether the leader was heard so lately that nobody can have a reason for an election (thesis, 4.2.3).</summary>
    public bool IsLeaderFresh => _elapsed < electionTicks;

    public void Reset() => (_elapsed, _timeout) = (0, electionTicks + draw(electionTicks));

    /// <returns>Whether it is time to campaign.</returns>
    public bool Tick() => ++_elapsed >= _timeout;
}
