namespace ChaosService.Checking.Timeseries.Management;

/// <summary>
/// Looks for an order of the calls about one node that agrees with real time and with each answer. All possible states of the node are
/// tracked (Lowe, 2017: just-in-time linearization): a call may take effect at any time after its beginning, and must have by its end.
/// </summary>
internal sealed class NodeSearch(IReadOnlyList<string> ownStatuses)
{
    /// <summary>Pending calls at one time, including those with an unknown outcome.</summary>
    private const int PendingMax = 60;

    private const int ConfigurationsMax = 100_000;

    private readonly NodeOp?[] _pending = new NodeOp?[PendingMax];

    /// <summary>Why it could not be decided; null when it could.</summary>
    public string? Undecided { get; private set; }

    /// <returns>The first call whose answer no order explains; null: there is an order.</returns>
    public NodeOp? FirstWrong(IReadOnlyList<NodeOp> ops, CancellationToken deadline)
    {
        // The state left by an earlier run is unknown.
        HashSet<Configuration> may =
            [new(null, 0), .. ops.SelectMany(o => new[] { o.Status, o.Seen }).Distinct().Select(s => new Configuration(s, 0))];
        foreach (var (op, ends) in Events(ops))
        {
            deadline.ThrowIfCancellationRequested();
            if (!ends)
            {
                var free = Array.IndexOf(_pending, null);
                if (free < 0) return Give($"more than {PendingMax} calls are under way or have no known outcome");
                _pending[free] = op;
                may = [.. may.Select(Settled)];
                continue;
            }
            var slot = Array.IndexOf(_pending, op);
            may = Ended(may, slot);
            _pending[slot] = null;
            if (may.Count == 0) return op;
            if (may.Count > ConfigurationsMax) return Give("too many calls have no known outcome");
        }
        return null;
    }

    private NodeOp? Give(string why)
    {
        Undecided = why;
        return null;
    }

    /// <summary>At equal times beginnings precede ends: calls that touch are concurrent.</summary>
    private static IEnumerable<(NodeOp Op, bool Ends)> Events(IReadOnlyList<NodeOp> ops) =>
        ops.Select(o => (Op: o, Ends: false, At: o.InvokedNs))
            .Concat(ops.Where(o => o.CompletedNs != long.MaxValue).Select(o => (Op: o, Ends: true, At: o.CompletedNs)))
            .OrderBy(e => e.At).ThenBy(e => e.Ends)
            .Select(e => (e.Op, e.Ends));

    /// <summary>All possible configurations once the call in a slot has taken effect, in whatever order others did before it.</summary>
    private HashSet<Configuration> Ended(HashSet<Configuration> may, int slot)
    {
        var tried = new HashSet<Configuration>(may);
        var ahead = new Stack<Configuration>(may);
        HashSet<Configuration> after = [];
        while (ahead.TryPop(out var at) && tried.Count <= ConfigurationsMax)
        {
            if (at.Has(slot))
            {
                after.Add(at.Without(slot));
                continue;
            }
            for (var i = 0; i < PendingMax; i++)
            {
                if (_pending[i] is not { IsRead: false } op || at.Has(i) || !op.Step(at.State, ownStatuses, out var next)) continue;
                var then = Settled(at.With(i, next));
                if (tried.Add(then)) ahead.Push(then);
            }
        }
        return tried.Count > ConfigurationsMax ? tried : after;
    }

    /// <summary>A call that changes nothing takes effect as soon as its answer is right: waiting would gain nothing.</summary>
    private Configuration Settled(Configuration at)
    {
        for (var i = 0; i < PendingMax; i++)
            if (_pending[i] is { IsRead: true } op && op.Step(at.State, ownStatuses, out _))
                at = at.With(i, at.State);
        return at;
    }

    /// <param name="Done">The slots of the pending calls that have taken effect.</param>
    private readonly record struct Configuration(string? State, ulong Done)
    {
        public bool Has(int slot) => (Done & (1UL << slot)) != 0;

        public Configuration With(int slot, string? state) => new(state, Done | (1UL << slot));

        public Configuration Without(int slot) => this with { Done = Done & ~(1UL << slot) };
    }
}
