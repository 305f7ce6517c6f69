using System.Text;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Histories.Reading;

/// <summary>Takes a history's lines in order and joins invocations with completions.</summary>
internal sealed class HistoryBuilder(string file)
{
    private readonly NameTable _names = new();
    private readonly Dictionary<int, int> _open = [];
    private readonly List<FaultEvent> _faults = [];
    private readonly List<PhaseEvent> _phases = [];
    private readonly List<ResourceSample> _samples = [];
    private readonly List<CarriedRead> _carried = [];
    private Op[] _ops = new Op[1 << 12];
    private int _count;
    private long _dropped;

    public int Lines { get; private set; }

    /// <summary>Takes the last piece of the file, which has no line end: kept when it is whole all the same, otherwise it is where the history was cut.
    /// Throws when it is all there is and no op could begin like that: then the file is no history.</summary>
    public bool TryAddUnended(ReadOnlySpan<byte> line)
    {
        try
        {
            Add(line);
            return true;
        }
        catch (HistoryFormatException) when (Lines > 0 || line[0] == '{')
        {
            return false;
        }
    }

    public void Add(ReadOnlySpan<byte> line)
    {
        if (line is [.., (byte)'\r']) line = line[..^1];
        var parsed = new HistoryLine();
        if (!CanonicalLine.TryParse(line, _names, ref parsed))
        {
            try
            {
                parsed = JsonLine.Parse(line);
            }
            catch (FormatException e)
            {
                throw Wrong(line, e.Message);
            }
        }
        if (parsed.Index >= 0 && parsed.Index != Lines) throw Wrong(line, $"index {parsed.Index} where {Lines} is expected: lines are missing or doubled");
        if (parsed.Fault is { } fault) _faults.Add(fault with { Index = Lines });
        else if (parsed.Sample is { } sample) _samples.Add(sample);
        else if (parsed.Carried is { } carried) _carried.Add(carried);
        else if (parsed.RunWord is { } word) AddRun(word, parsed);
        else if (parsed.Op.Type == OpType.Invoke) Invoke(line, parsed.Op);
        else Complete(line, parsed.Op);
        Lines++;
    }

    public History Build(string? cut)
    {
        var whole = _phases.Count > 0 && _phases[^1].Phase == RunPhase.Ended;
        return new History
        {
            Ops = _ops.AsMemory(0, _count),
            FaultEvents = _faults,
            Phases = _phases,
            Samples = _samples,
            Carried = _carried,
            Dropped = _dropped,
            Truncation = cut ?? (whole ? null : $"the history has no end marker after line {Lines}: whoever wrote it was stopped"),
        };
    }

    private void AddRun(string word, in HistoryLine line)
    {
        _dropped = Math.Max(_dropped, line.Dropped);
        if (HistoryWords.Phase(word) is { } phase) _phases.Add(new PhaseEvent(phase, line.Op.TimeNs));
    }

    private void Invoke(ReadOnlySpan<byte> line, in OpEvent e)
    {
        if (!_open.TryAdd(e.Process, _count))
        {
            // Where events were dropped, pairs are broken and the history says so itself.
            if (_dropped == 0) throw Wrong(line, $"process {e.Process} invokes again before its op of line {_ops[_open[e.Process]].Index + 1} completed; a process has one op at a time");
            _open[e.Process] = _count;
        }
        if (_count == _ops.Length) Array.Resize(ref _ops, _count * 2);
        _ops[_count++] = new Op
        {
            Index = Lines, CompletionIndex = -1, Process = e.Process, Outcome = OpType.Info, F = e.F, Key = e.Key, Value = e.Value,
            InvokedNs = e.TimeNs, CompletedNs = long.MaxValue, IntendedNs = e.IntendedNs ?? e.TimeNs, Node = e.Node,
        };
    }

    private void Complete(ReadOnlySpan<byte> line, in OpEvent e)
    {
        if (!_open.Remove(e.Process, out var at))
        {
            if (_dropped == 0) throw Wrong(line, $"process {e.Process} completes an op that it never invoked; an earlier line of type invoke is expected");
            return;
        }
        ref var op = ref _ops[at];
        if (op.F != e.F) throw Wrong(line, $"process {e.Process} completes {e.F}, but its op of line {op.Index + 1} is {op.F}");
        op = op with
        {
            CompletionIndex = Lines, Outcome = e.Type, CompletedNs = e.TimeNs, Node = e.Node ?? op.Node, Error = e.Error,
            Value = e.Type == OpType.Ok && e.F == Functions.Read ? e.Value : op.Value,
        };
    }

    private HistoryFormatException Wrong(ReadOnlySpan<byte> line, string what)
    {
        var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 80)]);
        var printable = string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));
        return new HistoryFormatException(file, Lines + 1, $"{what}; found: {printable}{(line.Length > 80 ? "…" : "")}");
    }
}
