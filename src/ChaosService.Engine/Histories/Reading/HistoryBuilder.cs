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
    private readonly List<ProbeReading> _probes = [];
    private readonly List<ActionEvent> _actions = [];
    private readonly List<Observation> _observations = [];
    private Op[] _ops = new Op[1 << 12];
    private int _count;
    private long _dropped;
    private bool _blank;
    private bool _ended;

    public int Lines { get; private set; }

    /// <param name="line">Without its line end.</param>
    /// <param name="isText">Whether it is UTF-8.</param>
    public void Add(ReadOnlySpan<byte> line, bool isText)
    {
        if (line is [.., (byte)'\r']) line = line[..^1];
        if (!isText) throw Wrong(line, HistoryText.NotUtf8(line, isFirst: Lines == 0));
        var parsed = new HistoryLine();
        if (!CanonicalLine.TryParse(line, _names, ref parsed))
        {
            // The last lines may be blank; that they are not the last ones, the next line tells.
            if (HistoryText.IsBlank(line))
            {
                _blank = true;
                return;
            }
            parsed = Parse(line);
        }
        if (_blank)
            throw new HistoryFormatException(file, Lines + 1, "the line is blank, not JSON; only the last lines may be blank: take it out");
        if (parsed.Index >= 0 && parsed.Index != Lines) throw Wrong(line, WrongIndex(parsed.Index));
        Take(line, parsed);
        _ended = parsed.RunWord == HistoryWords.Of(RunPhase.Ended);
        Lines++;
    }

    public History Build(string? cut)
    {
        return new History
        {
            Ops = _ops.AsMemory(0, _count),
            FaultEvents = _faults,
            Phases = _phases,
            Samples = _samples,
            Carried = _carried,
            Probes = _probes,
            Actions = _actions,
            Observations = _observations,
            Dropped = _dropped,
            Truncation = cut ?? (_ended ? null : Unended()),
        };
    }

    private string WrongIndex(int index) =>
        $"index {index} where {Lines} is expected: lines are missing or doubled. The index counts lines from 0, and may be left out";

    private string InvokesAgain(int process) =>
        $"process {process} invokes again before its op of line {_ops[_open[process]].Index + 1} completed; a process has one op at a time";

    private string Unended() => _phases.Any(p => p.Phase == RunPhase.Ended)
        ? $"the history goes on after its end marker, and has none after line {Lines}"
        : $"the history has no end marker after line {Lines}: whoever wrote it was stopped";

    private HistoryLine Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonLine.Parse(line);
        }
        catch (FormatException e)
        {
            throw Wrong(line, e.Message);
        }
    }

    private void Take(ReadOnlySpan<byte> line, in HistoryLine parsed)
    {
        if (parsed.Fault is { } fault) _faults.Add(fault with { Index = Lines });
        else if (parsed.Sample is { } sample) _samples.Add(sample);
        else if (parsed.Carried is { } carried) _carried.Add(carried);
        else if (parsed.Probe is { } probe) _probes.Add(probe);
        else if (parsed.Action is { } action) _actions.Add(action);
        else if (parsed.Observed is { } observed) _observations.Add(observed with { Index = Lines });
        else if (parsed.RunWord is { } word) AddRun(word, parsed);
        else if (parsed.IsRemark) return;
        else if (parsed.Op.Type == OpType.Invoke) Invoke(line, parsed.Op);
        else Complete(line, parsed.Op);
    }

    private void AddRun(string word, in HistoryLine line)
    {
        _dropped = Math.Max(_dropped, line.Dropped);
        if (HistoryWords.Phase(word) is { } phase) _phases.Add(new PhaseEvent(phase, line.Op.TimeNs));
    }

    private void Invoke(ReadOnlySpan<byte> line, in OpEvent e)
    {
        if (OpShapes.Trouble(e) is { } trouble) throw Wrong(line, trouble);
        if (!_open.TryAdd(e.Process, _count))
        {
            // Where events were dropped, pairs are broken and the history says so itself.
            if (_dropped == 0) throw Wrong(line, InvokesAgain(e.Process));
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
            if (_dropped == 0)
                throw Wrong(line, $"process {e.Process} completes an op that it never invoked; an earlier line of type invoke is expected");
            return;
        }
        ref var op = ref _ops[at];
        if (op.F != e.F) throw Wrong(line, $"process {e.Process} completes {e.F}, but its op of line {op.Index + 1} is {op.F}");
        op = op with
        {
            CompletionIndex = Lines, Outcome = e.Type, CompletedNs = e.TimeNs, Node = e.Node ?? op.Node, Error = e.Error,
            Value = Functions.Completed(e.F, e.Type, op.Value, e.Value),
        };
    }

    private HistoryFormatException Wrong(ReadOnlySpan<byte> line, string what)
    {
        var shown = Math.Min(line.Length, 80);
        // Not half a character at the end.
        while (shown < line.Length && shown > 0 && (line[shown] & 0xC0) == 0x80) shown--;
        var text = Encoding.UTF8.GetString(line[..shown]);
        var printable = string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));
        return new HistoryFormatException(file, Lines + 1, $"{what}; found: {printable}{(line.Length > shown ? "…" : "")}");
    }
}
