using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;
using ChaosService.Checking;
using ChaosService.Model.Checks;

namespace ChaosService.Tests.Checking;

/// <summary>Writes histories by hand. Times are in ms; each op is its own process unless told otherwise.</summary>
internal sealed class Script
{
    private const long Ms = 1_000_000;

    private readonly List<Op> _ops = [];
    private readonly List<FaultEvent> _faults = [];
    private readonly List<PhaseEvent> _phases = [];
    private readonly List<ProbeReading> _probes = [];
    private readonly List<ActionEvent> _actions = [];
    private readonly List<Observation> _observations = [];

    public Script Write(long value, long from, long until, OpType outcome = OpType.Ok, string key = "k1") =>
        Add(Functions.Write, OpValue.Integer(value), from, until, outcome, key);

    public Script Read(long? value, long from, long until, OpType outcome = OpType.Ok, string key = "k1") =>
        Add(Functions.Read, value is { } v ? OpValue.Integer(v) : OpValue.None, from, until, outcome, key);

    public Script Cas(long? old, long value, long from, long until, OpType outcome = OpType.Ok, string key = "k1", string? error = null) =>
        Add(Functions.Cas, OpValue.Pair(old ?? OpValue.Nil, value), from, until, outcome, key, error);

    public Script AddElement(long value, long from, long until, OpType outcome = OpType.Ok) =>
        Add(Functions.Add, OpValue.Integer(value), from, until, outcome, null);

    public Script ReadSet(long from, long until, params long[] elements) =>
        Add(Functions.Read, OpValue.List(elements), from, until, OpType.Ok, null);

    public Script Add(
        string f, OpValue value, long from, long until, OpType outcome, string? key, string? error = null, int? process = null)
    {
        _ops.Add(new Op
        {
            Index = _ops.Count * 2, CompletionIndex = (_ops.Count * 2) + 1, Process = process ?? _ops.Count, Outcome = outcome, F = f,
            Key = key, Value = value, InvokedNs = from * Ms, CompletedNs = until * Ms, IntendedNs = from * Ms, Node = "n1", Error = error,
        });
        return this;
    }

    public Script Fault(
        string id, long from, long until, bool effect = true, bool recovery = true, string kind = "network-partition",
        params string[] nodes)
    {
        Step(FaultStep.Inject, from, null);
        Step(FaultStep.Injected, from, null);
        Step(FaultStep.Effect, from, effect);
        Step(FaultStep.Revert, until, null);
        Step(FaultStep.Reverted, until, null);
        Step(FaultStep.Recovery, until, recovery);
        return this;

        void Step(FaultStep step, long at, bool? proven) =>
            _faults.Add(new FaultEvent(_faults.Count, at * Ms, id, kind, step, nodes.Length > 0 ? nodes : ["n1"], proven, ""));
    }

    public Script Skipped(string id, long at, string why, string kind = "network-partition")
    {
        _faults.Add(new FaultEvent(_faults.Count, at * Ms, id, kind, FaultStep.Skipped, [], null, why));
        return this;
    }

    public Script Phase(RunPhase phase, long at)
    {
        _phases.Add(new PhaseEvent(phase, at * Ms));
        return this;
    }

    /// <param name="until">When it was answered; null: at once.</param>
    public Script Probe(string name, long asked, bool met = true, long? until = null)
    {
        _probes.Add(new ProbeReading((until ?? asked) * Ms, asked * Ms, name, met, met ? "answered 200" : "answered 503"));
        return this;
    }

    /// <summary>An attempt of the operator; <see cref="OpType.Invoke"/>: one without an answer.</summary>
    public Script Action(string name, OpType outcome, long from, long until, int call = 1, int attempt = 1)
    {
        _actions.Add(new ActionEvent(from * Ms, name, name, "fake", OpType.Invoke, call, attempt, ""));
        if (outcome != OpType.Invoke)
            _actions.Add(new ActionEvent(until * Ms, name, name, "fake", outcome, call, attempt, $"answered {outcome}"));
        return this;
    }

    /// <summary>An action of a kind, by its name.</summary>
    public Script Act(string kind, OpType outcome, long from, long until)
    {
        _actions.Add(new ActionEvent(from * Ms, kind, kind, kind, OpType.Invoke, 1, 1, ""));
        _actions.Add(new ActionEvent(until * Ms, kind, kind, kind, outcome, 1, 1, $"answered {outcome}"));
        return this;
    }

    /// <param name="value"><see cref="OpValue.None"/>: no answer.</param>
    /// <param name="asked">When it was asked; null: right before.</param>
    public Script Observed(string topic, string subject, long at, OpValue value, long? asked = null)
    {
        _observations.Add(new Observation(1000 + _observations.Count, at * Ms, (asked * Ms) ?? (at * Ms) - 1, topic, subject, value));
        return this;
    }

    public History Build(string? truncation = null, long dropped = 0) => new()
    {
        Ops = _ops.ToArray(), FaultEvents = _faults, Phases = _phases, Probes = _probes, Actions = _actions,
        Observations = [.. _observations.OrderBy(o => o.TimeNs)],
        Truncation = truncation, Dropped = dropped,
    };

    public CheckVerdict Check(string check, CheckParameters parameters, CheckBudget? budget = null) =>
        CheckKinds.All().Single(k => k.Name == check).Check(Build(), parameters, budget ?? CheckBudget.Unlimited);
}
