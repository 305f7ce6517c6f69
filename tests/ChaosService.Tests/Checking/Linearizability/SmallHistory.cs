using ChaosService.Checking.Linearizability.Registers;
using ChaosService.Model.Histories;
using FsCheck;
using FsCheck.Fluent;

namespace ChaosService.Tests.Checking.Linearizability;

/// <summary>
/// One op of a small random history: <paramref name="A"/> is read or replaced, <paramref name="B"/> is written. 0 is nil.
/// </summary>
/// <param name="Point">When it takes effect, if it does: from its start on.</param>
/// <param name="Wrong">Its answer is what it says and not what the register held.</param>
public sealed record SmallOp(char Action, int A, int B, int Start, int Length, int Point, bool Wrong, char Outcome);

/// <summary>Small random histories of one register: a true run of it, in which some ops answer wrong.</summary>
internal static class SmallHistory
{
    public static Arbitrary<SmallOp[]> Any(bool unique) => Arb.From(Gen.Sized(_ => Ops(unique)), Shrink);

    private static Gen<SmallOp[]> Ops(bool unique) =>
        from count in Gen.Choose(2, 7)
        from ops in Op.ArrayOf(count)
        select Play(unique ? Distinct(ops) : ops);

    private static Gen<SmallOp> Op =>
        from action in Gen.Elements('r', 'r', 'w', 'c')
        from a in Gen.Choose(0, 5)
        from b in Gen.Choose(1, 3)
        from start in Gen.Choose(0, 16)
        from length in Gen.Choose(0, 8)
        from point in Gen.Choose(0, 8)
        from wrong in Gen.Frequency((1, Gen.Constant(true)), (4, Gen.Constant(false)))
        from outcome in Gen.Elements('o', 'o', 'o', 'o', 'o', 'i', 'i', 'f')
        select new SmallOp(action, a, b, start, length, Math.Min(point, length), wrong, outcome);

    /// <summary>Every written value once: the values 1, 2, … in the order of the writers.</summary>
    private static SmallOp[] Distinct(SmallOp[] ops)
    {
        var next = 1;
        return [.. ops.Select(o => o.Action == 'r' ? o : o with { B = next++ })];
    }

    /// <summary>
    /// Lets each op that is not wrong see what the register holds when it takes effect. Of the unknown ones every other happens.
    /// </summary>
    private static SmallOp[] Play(SmallOp[] ops)
    {
        var state = 0;
        var played = ops.ToArray();
        foreach (var i in Enumerable.Range(0, ops.Length).OrderBy(i => ops[i].Start + ops[i].Point))
        {
            if (!ops[i].Wrong) played[i] = ops[i] with { A = state };
            if (ops[i].Action != 'r' && (ops[i].Outcome == 'o' || (ops[i].Outcome == 'i' && i % 2 == 0))) state = ops[i].B;
        }
        return played;
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

    public static RegisterOp[] RegisterOps(History history) =>
        RegisterOp.Of(history.Ops.Span, [.. Enumerable.Range(0, history.Ops.Length)]);

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
