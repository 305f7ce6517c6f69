using ChaosService.Checking.Findings;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Counters;

/// <summary>What one counter's reads show, in one walk over its ops.</summary>
internal sealed class CounterTally(History history, string? key, int[] positions, CounterHistory counter)
{
    private readonly Dictionary<long, int> _totals = [];

    /// <summary>Positions of the first read that shows too little, the last good one before it, and the last read of all.</summary>
    private int _firstLow = -1, _goodBefore = -1, _last = -1;

    private int _firstHigh = -1;
    private bool _lastIsLow;
    private Int128 _least, _most, _lastLeast;
    private (int First, int Second)? _twice;

    public int Seen { get; private set; }

    public int FinalReads { get; private set; }

    public int Low { get; private set; }

    public int High { get; private set; }

    public int Twice { get; private set; }

    /// <summary>What the last read misses; 0 when it misses nothing.</summary>
    public double Missing => _lastIsLow ? (double)(_lastLeast - CounterHistory.SeenBy(Op(_last))!.Value) : 0;

    public void Read(bool finalOnly)
    {
        foreach (var position in positions)
        {
            var op = Op(position);
            if (CounterHistory.SeenBy(op) is not { } total) continue;
            var final = op.F == Functions.Read && op.InvokedNs > counter.LastChangeNs;
            if (final) FinalReads++;
            if (finalOnly && !final) continue;
            Seen++;
            Judge(position, op, total);
            if (op.F == Functions.Increment && counter.OnlyUp && !_totals.TryAdd(total, position))
            {
                Twice++;
                _twice ??= (_totals[total], position);
            }
        }
    }

    public IEnumerable<Finding> Findings()
    {
        if (Low > 0) yield return _lastIsLow ? Lost() : Stale();
        if (High > 0) yield return Phantom();
        if (_twice is var (first, second)) yield return LostUpdate(Op(first), Op(second));
    }

    private void Judge(int position, in Op op, long total)
    {
        var (least, most) = (counter.Least(op), counter.Most(op));
        var low = total < least;
        if (low && Low++ == 0) (_firstLow, _least) = (position, least);
        if (!low && Low == 0) _goodBefore = position;
        if (total > most && High++ == 0) (_firstHigh, _most) = (position, most);
        (_last, _lastIsLow, _lastLeast) = (position, low, least);
    }

    private Finding Lost()
    {
        var last = Op(_last);
        var sentence = $"{Named} was read as {Total(last)} by process {last.Process} at {Words.During(last)}, although what was "
            + $"acknowledged before adds up to at least {_lastLeast}: {_lastLeast - Total(last)} are missing";
        if (_firstLow != _last) sentence += $"; {Missed(Op(_firstLow), _least)} first at {Words.At(Op(_firstLow).CompletedNs)}";
        return Tell("lost", sentence, Low, _goodBefore, LastAcknowledged(Op(_firstLow).InvokedNs), _firstLow, _last);
    }

    private Finding Stale()
    {
        var op = Op(_firstLow);
        return Tell(
            "stale",
            $"{Named} was seen as {Total(op)} by process {op.Process} at {Words.During(op)}, although what was acknowledged before adds up "
                + $"to at least {_least}; later it was there",
            Low, LastAcknowledged(op.InvokedNs), _firstLow);
    }

    private Finding Phantom()
    {
        var op = Op(_firstHigh);
        return Tell(
            "phantom",
            $"{Named} was seen as {Total(op)} by process {op.Process} at {Words.During(op)}, although everything that anybody began to add "
                + $"before adds up to {_most} at most",
            High, _firstHigh);
    }

    private Finding LostUpdate(in Op first, in Op second) => Tell(
        "lost-update",
        $"process {first.Process} at {Words.During(first)} and process {second.Process} at {Words.During(second)} were both told that "
            + $"{Named} is {Total(first)} after what they added: one of the two is lost",
        Twice, _twice!.Value.First, _twice.Value.Second);

    private static string Missed(in Op op, Int128 least) => $"{least - Total(op)} were missing";

    /// <summary>The change that was acknowledged last before a time; -1: none.</summary>
    private int LastAcknowledged(long before)
    {
        var latest = -1;
        foreach (var position in positions)
        {
            var op = Op(position);
            if (op is { F: Functions.Increment, Outcome: OpType.Ok } && op.CompletedNs < before
                && (latest < 0 || op.CompletedNs > Op(latest).CompletedNs))
                latest = position;
        }
        return latest;
    }

    /// <param name="shown">Positions; -1: none.</param>
    private Finding Tell(string anomaly, string sentence, int count, params int[] shown)
    {
        var ops = shown.Where(p => p >= 0).Distinct().Order().Select(Op).ToArray();
        return new Finding
        {
            Anomaly = anomaly,
            Explanation = sentence,
            Ops = ops,
            Faults = history.FaultsDuring(ops[0].InvokedNs, ops.Max(o => o.CompletedNs)),
            Count = count,
        };
    }

    private string Named => key is null ? "the counter" : $"counter {key}";

    private static long Total(in Op op) => CounterHistory.SeenBy(op)!.Value;

    private Op Op(int position) => history.Ops.Span[position];
}
