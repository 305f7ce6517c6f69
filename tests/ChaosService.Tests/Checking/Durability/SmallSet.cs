using ChaosService.Checking.Linearizability.Registers;
using ChaosService.Model.Histories;
using ChaosService.Tests.Checking.Linearizability;
using FsCheck;
using FsCheck.Fluent;

namespace ChaosService.Tests.Checking.Durability;

/// <summary>An add of <paramref name="Value"/>, or a read of what the set holds.</summary>
/// <param name="Point">When it takes effect, if it does: from its start on.</param>
/// <param name="Wrong">Of a read: bits of the elements that it shows wrongly, as there or as missing.</param>
/// <param name="Twice">Of a read: shows its first element twice.</param>
public sealed record SmallSetOp(bool IsRead, int Value, int Start, int Length, int Point, int Wrong, bool Twice, char Outcome)
{
    /// <summary>Of a read, as bits.</summary>
    public int Seen { get; init; }
}

/// <summary>
/// Small random histories of one set: a true run of it, in which elements are tried again and some reads answer wrong. A read of nothing is
/// an empty list or nothing at all, as databases have it.
/// </summary>
internal static class SmallSet
{
    private const int Values = 3;

    public static IEnumerable<long> Elements { get; } = [.. Enumerable.Range(0, Values).Select(v => (long)v)];

    public static Arbitrary<SmallSetOp[]> Any { get; } = Arb.From(
        from count in Gen.Choose(1, 8)
        from ops in Op.ArrayOf(count)
        select Play(ops),
        ops => Enumerable.Range(0, ops.Length).Where(_ => ops.Length > 1).Select(i => ops.Where((_, j) => j != i).ToArray()));

    private static Gen<SmallSetOp> Op =>
        from read in Gen.Frequency((2, Gen.Constant(true)), (3, Gen.Constant(false)))
        from value in Gen.Choose(0, Values - 1)
        from start in Gen.Choose(0, 20)
        from length in Gen.Choose(0, 8)
        from point in Gen.Choose(0, 8)
        from wrong in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(1, (1 << Values) - 1)))
        from twice in Gen.Frequency((15, Gen.Constant(false)), (1, Gen.Constant(true)))
        from outcome in Gen.Elements('o', 'o', 'o', 'i', 'i', 'f')
        select new SmallSetOp(read, value, start, length, Math.Min(point, length), wrong, twice, outcome);

    /// <summary>Of the adds with an unknown outcome every other happens.</summary>
    private static SmallSetOp[] Play(SmallSetOp[] ops)
    {
        var state = 0;
        var played = ops.ToArray();
        foreach (var i in Enumerable.Range(0, ops.Length).OrderBy(i => ops[i].Start + ops[i].Point))
        {
            played[i] = ops[i] with { Seen = state ^ ops[i].Wrong };
            if (!ops[i].IsRead && (ops[i].Outcome == 'o' || (ops[i].Outcome == 'i' && i % 2 == 0))) state |= 1 << ops[i].Value;
        }
        return played;
    }

    public static Script ToScript(IEnumerable<SmallSetOp> ops)
    {
        var script = new Script();
        foreach (var op in ops.OrderBy(o => o.Start))
        {
            var outcome = op.Outcome switch { 'o' => OpType.Ok, 'i' => OpType.Info, _ => OpType.Fail };
            var (from, until) = (op.Start, op.Start + op.Length);
            if (!op.IsRead) script.AddElement(op.Value, from, until, outcome);
            else if (outcome != OpType.Ok || (op.Seen == 0 && op.Start % 2 == 0))
                script.Add(Functions.Read, OpValue.None, from, until, outcome, null);
            else script.ReadSet(from, until, Items(op));
        }
        return script;
    }

    private static long[] Items(SmallSetOp read)
    {
        long[] items = [.. Elements.Where(v => (read.Seen & (1 << (int)v)) != 0)];
        return read.Twice && items.Length > 0 ? [items[0], .. items] : items;
    }

    /// <summary>The history as one element lives it, a register that is empty until an add writes 1: in every order there is.</summary>
    /// <param name="misses">Whether reads without the element count, as they do where nothing may be stale.</param>
    public static bool IsExplained(IEnumerable<Op> ops, long element, bool misses) =>
        SmallHistory.IsLinearizable([.. ops.Where(o => Counts(o, element, misses)).Select(o => AsRegister(o, element))]);

    public static bool IsTwiceInOneRead(Op read) => read.Value.Items is { } items && items.Length != items.Distinct().Count();

    public static bool IsRead(Op op) => op is { F: Functions.Read, Outcome: OpType.Ok };

    public static bool Holds(Op read, long element) => read.Value.Items?.Contains(element) == true;

    private static bool Counts(Op op, long element, bool misses) => op.F == Functions.Add
        ? op.Value.First == element && op.Outcome != OpType.Fail
        : IsRead(op) && (misses || Holds(op, element));

    private static RegisterOp AsRegister(Op op, long element) => op.F == Functions.Add
        ? new RegisterOp(0, op.InvokedNs, op.Outcome == OpType.Ok ? op.CompletedNs : long.MaxValue, RegisterAction.Write, 0, 1)
        : new RegisterOp(0, op.InvokedNs, op.CompletedNs, RegisterAction.Read, Holds(op, element) ? 1 : OpValue.Nil, 0);
}
