using ChaosService.Checking.Linearizability;
using ChaosService.Model.Histories;
using FsCheck;
using FsCheck.Fluent;

namespace ChaosService.Tests.Checking.Linearizability;

/// <summary>One op of a small random history: <paramref name="A"/> is read or replaced, <paramref name="B"/> is written. 0 is nil.</summary>
public sealed record SmallOp(char Action, int A, int B, int Start, int Length, char Outcome);

/// <summary>Small random histories of one register, dense enough that about half of them are linearizable.</summary>
internal static class SmallHistory
{
    public static Arbitrary<SmallOp[]> Any(bool unique) => Arb.From(Gen.Sized(_ => Ops(unique)), ops => Shrink(ops));

    private static Gen<SmallOp[]> Ops(bool unique) =>
        from count in Gen.Choose(1, 7)
        from ops in Op.ArrayOf(count)
        select unique ? Distinct(ops) : ops;

    private static Gen<SmallOp> Op =>
        from action in Gen.Elements('r', 'r', 'w', 'c')
        from a in Gen.Choose(0, 4)
        from b in Gen.Choose(1, 4)
        from start in Gen.Choose(0, 12)
        from length in Gen.Choose(0, 8)
        from outcome in Gen.Elements('o', 'o', 'o', 'o', 'i', 'f')
        select new SmallOp(action, a, b, start, length, outcome);

    /// <summary>Every written value once: the values 1, 2, … in the order of the writers.</summary>
    private static SmallOp[] Distinct(SmallOp[] ops)
    {
        var next = 1;
        return [.. ops.Select(o => o.Action == 'r' ? o : o with { B = next++ })];
    }

    private static IEnumerable<SmallOp[]> Shrink(SmallOp[] ops) =>
        Enumerable.Range(0, ops.Length).Where(_ => ops.Length > 1).Select(i => ops.Where((_, j) => j != i).ToArray());

    public static Script ToScript(IEnumerable<SmallOp> ops)
    {
        var script = new Script();
        foreach (var op in ops.OrderBy(o => o.Start))
        {
            var outcome = op.Outcome switch { 'o' => OpType.Ok, 'i' => OpType.Info, _ => OpType.Fail };
            long? a = op.A == 0 ? null : op.A;
            if (op.Action == 'r') script.Read(a, op.Start, op.Start + op.Length, outcome);
            else if (op.Action == 'w') script.Write(op.B, op.Start, op.Start + op.Length, outcome);
            else script.Cas(a, op.B, op.Start, op.Start + op.Length, outcome);
        }
        return script;
    }

    public static RegisterOp[] RegisterOps(History history) => RegisterOp.Of(history.Ops.Span, [.. Enumerable.Range(0, history.Ops.Length)]);

    /// <summary>Tries every order there is.</summary>
    public static bool IsLinearizable(RegisterOp[] ops) => Search(ops, 0, OpValue.Nil);

    private static bool Search(RegisterOp[] ops, int placed, long state)
    {
        var left = Enumerable.Range(0, ops.Length).Where(i => (placed & (1 << i)) == 0).ToArray();
        if (left.All(i => !ops[i].Certain)) return true;
        var firstEnd = left.Min(i => ops[i].End);
        foreach (var i in left)
        {
            if (ops[i].Start > firstEnd || (ops[i].Action != RegisterAction.Write && ops[i].From != state)) continue;
            if (Search(ops, placed | (1 << i), ops[i].Writes ? ops[i].To : state)) return true;
        }
        return false;
    }
}
