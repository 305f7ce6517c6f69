using ChaosService.Checking.Durability;
using ChaosService.Checking.Durability.Live;
using ChaosService.Model.Histories;
using ChaosService.Tests.Checking.Linearizability;
using FsCheck;
using FsCheck.Fluent;
using Outcome = ChaosService.Model.Verdicts.Outcome;

namespace ChaosService.Tests.Checking.Durability;

/// <summary>Small random histories of one set, against the definitions spelled out one element and one read at a time.</summary>
public class SetOracleTests
{
    public sealed record SmallSetOp(bool IsRead, int Mask, int Start, int Length, char Outcome);

    private static readonly Arbitrary<SmallSetOp[]> Any = Arb.From(
        (from read in Gen.Elements(true, false)
         from mask in Gen.Choose(0, 31)
         from start in Gen.Choose(0, 20)
         from length in Gen.Choose(0, 6)
         from outcome in Gen.Elements('o', 'o', 'o', 'i', 'f')
         select new SmallSetOp(read, mask, start, length, outcome)).ArrayOf(9),
        ops => Enumerable.Range(0, ops.Length).Select(i => ops.Where((_, j) => j != i).ToArray()));

    private static Script ToScript(SmallSetOp[] ops)
    {
        var script = new Script();
        var next = 0;
        foreach (var op in ops.OrderBy(o => o.Start))
        {
            var outcome = op.Outcome switch { 'o' => OpType.Ok, 'i' => OpType.Info, _ => OpType.Fail };
            if (op.IsRead) script.ReadSet(op.Start, op.Start + op.Length, [.. Enumerable.Range(0, 5).Where(b => (op.Mask & (1 << b)) != 0).Select(b => (long)b)]);
            else script.AddElement(next++, op.Start, op.Start + op.Length, outcome);
        }
        return script.ReadSet(30, 31, 0, 1, 2);
    }

    [Fact]
    public void Lost_and_stale_are_what_their_definitions_say() =>
        Prop.ForAll(Any, ops =>
        {
            var history = ToScript(ops).Build();
            var verdict = ToScript(ops).Check("set-full", new SetFullParameters());
            var fates = Enumerable.Range(0, 9).Select(e => Define(history, e)).ToArray();
            return verdict.Figures["lost_count"] == fates.Count(f => f == "lost") && verdict.Figures["stale_count"] == fates.Count(f => f == "stale");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    [Fact]
    public void Live_findings_are_never_false_alarms() =>
        Prop.ForAll(Any, ops =>
        {
            var parameters = new SetFullParameters(Linearizable: true);
            var live = new LiveSetFull(parameters);
            foreach (var (index, e) in OracleTests.Events(ToScript(ops).Build())) live.Observe(index, e);
            return live.TakeFindings().Count == 0 || ToScript(ops).Check("set-full", parameters).Outcome == Outcome.Invalid;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    private static string Define(History history, long element)
    {
        var reads = history.Ops.ToArray().Where(o => o.F == Functions.Read).ToArray();
        var known = history.Ops.ToArray()
            .Where(o => o.Outcome == OpType.Ok && (o.F == Functions.Add ? o.Value.First == element : o.Value.Items!.Contains(element)))
            .Select(o => o.CompletedNs).DefaultIfEmpty(long.MaxValue).Min();
        var missing = reads.Where(r => r.InvokedNs > known && !r.Value.Items!.Contains(element)).ToArray();
        if (missing.Length == 0) return "there";
        var lastMissing = missing.Max(r => r.InvokedNs);
        return reads.Any(r => r.Value.Items!.Contains(element) && r.InvokedNs >= lastMissing) ? "stale" : "lost";
    }
}
