using ChaosService.Checking.Linearizability.Registers;
using ChaosService.Checking.Ops;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Linearizability.Live;

/// <summary>
/// Linearizability while the load runs, for registers whose values are written once. Finds phantoms and stale reads as soon as they
/// complete; what needs the whole history (chains of compare-and-set) is left to the final check.
/// </summary>
internal sealed class LiveLinearizable : IStreamingCheck
{
    private readonly PendingOps _pending = new();
    private readonly LiveFaults _faults = new();
    private readonly Dictionary<string, LiveRegister> _registers = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];

    public void Observe(int index, in OpEvent e)
    {
        if (e.F is not (Functions.Read or Functions.Write or Functions.Cas))
        {
            // A delete, or another function that may change a register. An add is of a set.
            if (e.F != Functions.Add) Register(e.Key).GiveUp();
            return;
        }
        if (ForeignOps.IsForeign(e.F, e.Value)) Register(e.Key).GiveUp();
        if (e.Type == OpType.Invoke)
        {
            var invoked = _pending.Invoke(index, e);
            if (RegisterOp.Is(invoked)) Register(e.Key).Begin(invoked);
            return;
        }
        if (_pending.Complete(index, e) is not { } op) return;
        var register = Register(op.Key);
        if (!RegisterOp.Is(op)) register.Forget(op);
        else if (register.Complete(op) is { } found)
            _findings.Add(found with { Faults = _faults.During(found.Ops.Min(o => o.InvokedNs), op.CompletedNs) });
    }

    public void Observe(FaultEvent e) => _faults.Observe(e);

    public IReadOnlyList<Finding> TakeFindings()
    {
        if (_findings.Count == 0) return [];
        Finding[] taken = [.. _findings];
        _findings.Clear();
        return taken;
    }

    public IReadOnlyDictionary<string, double> WindowFigures(long nowNs) => new Dictionary<string, double>();

    private LiveRegister Register(string? key)
    {
        if (!_registers.TryGetValue(key ?? "", out var register)) _registers.Add(key ?? "", register = new LiveRegister(key));
        return register;
    }
}
