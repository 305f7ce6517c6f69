using ChaosService.Model.Histories;

namespace ChaosService.Checking.Durability;

/// <summary>One set's elements, followed through all its adds and reads.</summary>
internal sealed class SetHistory
{
    private readonly Dictionary<long, int> _byValue = [];
    private Element[] _elements = [];
    private int _count;

    public Span<Element> Elements => _elements.AsSpan(0, _count);

    /// <summary>The reads that began after the last add was done, by position; empty when there is none that succeeded.</summary>
    public IReadOnlyList<int> FinalReads { get; private set; } = [];

    public int OkAdds { get; private set; }

    public int OkReads { get; private set; }

    public static bool Is(in Op op) => op.F == Functions.Add || (op.F == Functions.Read && op.Outcome == OpType.Ok && op.Value.Kind == OpValueKind.List);

    public static SetHistory Of(ReadOnlySpan<Op> ops, ReadOnlySpan<int> positions, CancellationToken deadline)
    {
        var result = new SetHistory();
        var reads = new List<int>();
        var lastAddNs = long.MinValue;
        foreach (var position in positions)
        {
            ref readonly var op = ref ops[position];
            if (op.F == Functions.Read) reads.Add(position);
            else lastAddNs = Math.Max(lastAddNs, result.AddAttempt(op, position));
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

    /// <summary>Returns when the client was through with it.</summary>
    private long AddAttempt(in Op op, int position)
    {
        ref var element = ref Find(op.Value.First);
        element.Add = position;
        if (op.Outcome == OpType.Ok)
        {
            OkAdds++;
            element.KnownNs = Math.Min(element.KnownNs, op.CompletedNs);
        }
        return op.CompletedNs == long.MaxValue ? op.InvokedNs : op.CompletedNs;
    }

    private void See(ReadOnlySpan<Op> ops, List<int> reads, CancellationToken deadline)
    {
        // First what is there, for then the time from which each element must be in every read is known.
        foreach (var read in reads)
            foreach (var value in ops[read].Value.Items!)
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
            foreach (var value in ops[read].Value.Items!) Find(value).Met = read;
            foreach (ref var element in Elements)
                if (element.Met != read && element.KnownNs < ops[read].InvokedNs
                    && (element.LastAbsent < 0 || ops[read].InvokedNs > ops[element.LastAbsent].InvokedNs)) element.LastAbsent = read;
        }
    }

    private ref Element Find(long value)
    {
        if (_byValue.TryGetValue(value, out var at)) return ref _elements[at];
        if (_count == _elements.Length) Array.Resize(ref _elements, Math.Max(1024, _count * 2));
        _byValue.Add(value, _count);
        _elements[_count] = new Element { Value = value, Add = -1, KnownNs = long.MaxValue, FirstPresent = -1, LastPresent = -1, LastAbsent = -1, Duplicated = -1, Met = -1 };
        return ref _elements[_count++];
    }
}
