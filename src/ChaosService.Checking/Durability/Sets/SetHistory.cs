using ChaosService.Model.Histories;

namespace ChaosService.Checking.Durability.Sets;

/// <summary>One set's elements, followed through all its adds and reads.</summary>
internal sealed class SetHistory
{
    private readonly LossWindows _windows;
    private readonly Dictionary<long, int> _byValue = [];
    private Element[] _elements = [];
    private int _count;

    private SetHistory(LossWindows windows) => _windows = windows;

    public Span<Element> Elements => _elements.AsSpan(0, _count);

    /// <summary>The reads that began after the last add completed, by position; empty when none of them succeeded.</summary>
    public IReadOnlyList<int> FinalReads { get; private set; } = [];

    public int OkAdds { get; private set; }

    public int OkReads { get; private set; }

    public static bool Is(in Op op, SetKeys sets) =>
        op.F == Functions.Add || op is { F: Functions.Read, Outcome: OpType.Ok, Value.Kind: OpValueKind.List } || sets.ReadEmpty(op);

    public static SetHistory Of(ReadOnlySpan<Op> ops, ReadOnlySpan<int> positions, LossWindows windows, CancellationToken deadline)
    {
        var result = new SetHistory(windows);
        var reads = new List<int>();
        var lastAddNs = long.MinValue;
        foreach (var position in positions)
        {
            ref readonly var op = ref ops[position];
            if (op.F == Functions.Read) reads.Add(position);
            else lastAddNs = Math.Max(lastAddNs, result.AddAttempt(ops, position));
        }
        result.FinalReads = FinalOf(ops, reads, lastAddNs);
        result.OkReads = reads.Count;
        result.See(ops, reads, deadline);
        return result;
    }

    private static List<int> FinalOf(ReadOnlySpan<Op> ops, List<int> reads, long lastAddNs)
    {
        var result = new List<int>();
        foreach (var read in reads)
            if (ops[read].InvokedNs >= lastAddNs)
                result.Add(read);
        return result;
    }

    /// <summary>Returns when the client was done with it.</summary>
    private long AddAttempt(ReadOnlySpan<Op> ops, int position)
    {
        ref readonly var op = ref ops[position];
        ref var element = ref Find(op.Value.First);
        if (op.Outcome == OpType.Fail) element.Refused = position;
        else if (element.Possible < 0 || op.InvokedNs < ops[element.Possible].InvokedNs) element.Possible = position;
        if (op.Outcome == OpType.Ok)
        {
            OkAdds++;
            element.KnownNs = Math.Min(element.KnownNs, op.CompletedNs);
            if (IsFirst(ops, element.Acknowledged, op)) element.Acknowledged = position;
            if (!_windows.Cover(op.CompletedNs) && IsFirst(ops, element.Promised, op)) element.Promised = position;
        }
        return op.CompletedNs == long.MaxValue ? op.InvokedNs : op.CompletedNs;
    }

    private static bool IsFirst(ReadOnlySpan<Op> ops, int known, in Op op) => known < 0 || op.CompletedNs < ops[known].CompletedNs;

    private void See(ReadOnlySpan<Op> ops, List<int> reads, CancellationToken deadline)
    {
        // Presence first: it gives the time from which each element must be in every read.
        foreach (var read in reads)
            foreach (var value in Items(ops[read]))
            {
                ref var element = ref Find(value);
                if (element.Met == read) element.Duplicated = read;
                element.Met = read;
                element.KnownNs = Math.Min(element.KnownNs, ops[read].CompletedNs);
                if (element.FirstPresent < 0 || ops[read].CompletedNs < ops[element.FirstPresent].CompletedNs) element.FirstPresent = read;
                if (element.LastPresent < 0 || ops[read].InvokedNs >= ops[element.LastPresent].InvokedNs) element.LastPresent = read;
            }
        foreach (ref var element in Elements) element.Met = -1;
        foreach (var read in reads)
        {
            deadline.ThrowIfCancellationRequested();
            foreach (var value in Items(ops[read])) Find(value).Met = read;
            foreach (ref var element in Elements)
                if (element.Met != read && element.KnownNs < ops[read].InvokedNs
                    && (element.LastAbsent < 0 || ops[read].InvokedNs > ops[element.LastAbsent].InvokedNs)) element.LastAbsent = read;
        }
    }

    private static long[] Items(in Op read) => read.Value.Items ?? [];

    private ref Element Find(long value)
    {
        if (_byValue.TryGetValue(value, out var at)) return ref _elements[at];
        if (_count == _elements.Length) Array.Resize(ref _elements, Math.Max(1024, _count * 2));
        _byValue.Add(value, _count);
        _elements[_count] = new Element(value);
        return ref _elements[_count++];
    }
}
