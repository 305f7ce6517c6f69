using ChaosService.Checking.Transactions.Graphs;

namespace ChaosService.Checking.Transactions;

/// <summary>
/// Which levels of isolation a history breaks. A level is a pair: what it forbids of the dependencies between data (Adya), and whether it
/// also respects the order of each process (strong session) or of real time (strong). One pair is weaker than another where both its
/// halves are no stronger; what breaks a level breaks every stronger one.
/// </summary>
internal sealed class IsolationLevels
{
    private static readonly string[] Levels = ["read-uncommitted", "read-committed", "snapshot-isolation", "serializable"];
    private static readonly string[] Prefixes = ["", "strong-session-", "strong-"];

    private readonly bool[,] _broken = new bool[Levels.Length, Prefixes.Length];

    /// <summary>The names of all levels, the weakest first.</summary>
    public static IEnumerable<string> Names => Pairs().Select(Name);

    public static string Strictest => Name((IsolationLevel.Serializable, Scope.Realtime));

    public void Break(IsolationLevel level, Scope scope)
    {
        for (var l = (int)level; l < Levels.Length; l++)
            for (var s = (int)scope; s < Prefixes.Length; s++) _broken[l, s] = true;
    }

    public bool IsBroken(string name) => Pairs().Any(p => Name(p) == name && IsBroken(p));

    /// <summary>The broken levels of which no weaker one is broken.</summary>
    public IReadOnlyList<string> WeakestBroken() =>
        [.. Pairs().Where(p => IsBroken(p) && Pairs().All(q => q == p || !IsWeaker(q, p) || !IsBroken(q))).Select(Name)];

    /// <summary>The levels that are not broken and of which every stronger one is.</summary>
    public IReadOnlyList<string> StrongestUnbroken() =>
        [.. Pairs().Where(p => !IsBroken(p) && Pairs().All(q => q == p || !IsWeaker(p, q) || IsBroken(q))).Select(Name)];

    private static IEnumerable<(IsolationLevel Level, Scope Scope)> Pairs() =>
        from s in Enum.GetValues<Scope>() from l in Enum.GetValues<IsolationLevel>() select (l, s);

    private static bool IsWeaker((IsolationLevel Level, Scope Scope) a, (IsolationLevel Level, Scope Scope) b) =>
        a.Level <= b.Level && a.Scope <= b.Scope;

    private static string Name((IsolationLevel Level, Scope Scope) pair) =>
        pair is (IsolationLevel.Serializable, Scope.Realtime) ? "strict-serializable"
        : Prefixes[(int)pair.Scope] + Levels[(int)pair.Level];

    private bool IsBroken((IsolationLevel Level, Scope Scope) pair) => _broken[(int)pair.Level, (int)pair.Scope];
}

/// <summary>Levels by what they forbid of the dependencies between data, the weakest first.</summary>
internal enum IsolationLevel
{
    ReadUncommitted,
    ReadCommitted,
    SnapshotIsolation,
    Serializable,
}
