using ChaosService.Checking.Linearizability.Registers;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Linearizability.Zones;

/// <summary>The ops that wrote and read one value.</summary>
internal struct Cluster
{
    /// <summary>-1: the register's first value, which nobody wrote.</summary>
    public int Writer;

    /// <summary>The cluster whose value the writer, a cas, replaced; -1 when there is none.</summary>
    public int Parent;

    /// <summary>The cluster whose writer, a cas, replaced this value; -1 when there is none.</summary>
    public int Child;

    /// <summary>The read that completed first and the one that began last; -1 without reads.</summary>
    public int FirstDone;
    public int LastBegun;

    /// <summary>The value was certainly there: its write is known to have happened, or a read saw it.</summary>
    public bool Effective;

    /// <summary>The op that proves it.</summary>
    public int Proof;
}

/// <summary>
/// One register's ops by value, where every value was written once. Compare-and-sets that took effect link clusters into chains. Writes
/// with an unknown outcome whose value nobody saw are left out: they may never have happened.
/// </summary>
internal sealed class ValueClusters
{
    private readonly RegisterOp[] _ops;
    private readonly List<Conflict> _conflicts;
    private readonly Dictionary<long, int> _byValue;
    private Cluster[] _clusters;
    private int _count;

    private ValueClusters(RegisterOp[] ops, List<Conflict> conflicts)
    {
        (_ops, _conflicts) = (ops, conflicts);
        var writes = ops.Count(o => o.Writes);
        _byValue = new Dictionary<long, int>(writes + 1);
        _clusters = new Cluster[writes + 1];
    }

    public ReadOnlySpan<Cluster> All => _clusters.AsSpan(0, _count);

    /// <summary>
    /// Null when a value was written twice. Phantoms, and compare-and-sets that are duplicate or circular, are reported and left out.
    /// </summary>
    public static ValueClusters? TryBuild(RegisterOp[] ops, List<Conflict> conflicts)
    {
        var result = new ValueClusters(ops, conflicts);
        if (!result.TryAddWriters()) return null;
        result.AddReads();
        result.MarkEffective();
        result.TieChains();
        return result;
    }

    private bool TryAddWriters()
    {
        Add(OpValue.Nil, writer: -1);
        for (var i = 0; i < _ops.Length; i++)
            if (_ops[i].Writes && !Add(_ops[i].To, i))
                return false;
        return true;
    }

    private bool Add(long value, int writer)
    {
        if (!_byValue.TryAdd(value, _count)) return false;
        _clusters[_count++] = new Cluster
        {
            Writer = writer, Parent = -1, Child = -1, FirstDone = -1, LastBegun = -1, Proof = writer,
            Effective = writer < 0 || _ops[writer].Certain,
        };
        return true;
    }

    private void AddReads()
    {
        for (var i = 0; i < _ops.Length; i++)
        {
            if (_ops[i].Writes) continue;
            if (!_byValue.TryGetValue(_ops[i].From, out var id))
            {
                _conflicts.Add(new Conflict(ConflictKind.Phantom, i));
                continue;
            }
            ref var cluster = ref _clusters[id];
            if (!cluster.Effective) (cluster.Effective, cluster.Proof) = (true, i);
            if (cluster.FirstDone < 0 || _ops[i].End < _ops[cluster.FirstDone].End) cluster.FirstDone = i;
            if (cluster.LastBegun < 0 || _ops[i].Start > _ops[cluster.LastBegun].Start) cluster.LastBegun = i;
        }
    }

    /// <summary>A cas that took effect proves that the value it replaced had been there, and so on backwards.</summary>
    private void MarkEffective()
    {
        var proven = new Stack<int>();
        for (var id = 0; id < _count; id++)
            if (_clusters[id].Effective)
                proven.Push(id);
        while (proven.TryPop(out var id))
        {
            var writer = _clusters[id].Writer;
            if (writer < 0 || _ops[writer].Action != RegisterAction.Cas) continue;
            if (!_byValue.TryGetValue(_ops[writer].From, out var parent) || _clusters[parent].Effective) continue;
            (_clusters[parent].Effective, _clusters[parent].Proof) = (true, _clusters[id].Proof);
            proven.Push(parent);
        }
    }

    /// <summary>A cluster that cannot be linked is reported and then excluded: it would only conflict again with all the others.</summary>
    private void TieChains()
    {
        for (var id = 0; id < _count; id++)
        {
            var writer = _clusters[id].Writer;
            if (!_clusters[id].Effective || writer < 0 || _ops[writer].Action != RegisterAction.Cas) continue;
            if (_byValue.TryGetValue(_ops[writer].From, out var parent) && _clusters[parent].Child < 0)
            {
                (_clusters[parent].Child, _clusters[id].Parent) = (id, parent);
                continue;
            }
            _clusters[id].Effective = false;
            _conflicts.Add(_byValue.ContainsKey(_ops[writer].From)
                ? new Conflict(ConflictKind.CasTwice, _clusters[_clusters[parent].Child].Writer, writer)
                : new Conflict(ConflictKind.Phantom, writer));
        }
        FindCircles();
    }

    private void FindCircles()
    {
        var reached = new bool[_count];
        for (var id = 0; id < _count; id++)
            if (_clusters[id].Parent < 0)
                for (var c = id; c >= 0; c = _clusters[c].Child) reached[c] = true;
        for (var id = 0; id < _count; id++)
        {
            if (reached[id]) continue;
            var circle = new List<int>();
            for (var c = id; !reached[c]; c = _clusters[c].Child)
            {
                reached[c] = true;
                circle.Add(_clusters[c].Writer);
            }
            _conflicts.Add(new Conflict(ConflictKind.Circle, [.. circle]));
        }
    }

    public ref readonly Cluster Of(long value) => ref _clusters[_byValue[value]];

    /// <summary>For a writer whose outcome is unknown: the op that proves that it took effect.</summary>
    public int Witness(int writer) => Of(_ops[writer].To).Proof;
}
