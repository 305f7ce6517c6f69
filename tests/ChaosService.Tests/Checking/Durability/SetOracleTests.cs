using ChaosService.Checking.Durability;
using ChaosService.Checking.Durability.Live;
using ChaosService.Checking.Durability.Sets;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Checking.Linearizability;
using FsCheck;
using FsCheck.Fluent;
using Outcome = ChaosService.Model.Verdicts.Outcome;

namespace ChaosService.Tests.Checking.Durability;

/// <summary>Small random histories of one set, against every order there is and the definitions, one element at a time.</summary>
public class SetOracleTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(20_000);
    private static readonly SetFullParameters Strict = new(Linearizable: true);

    /// <summary>Without an add nothing is known, and nothing can be lost: see <see cref="SetFullCheckTests"/>.</summary>
    private static History WithAnAdd(SmallSetOp[] ops) =>
        SmallSet.ToScript([.. ops, new SmallSetOp(false, 0, 21, 0, 0, 0, false, 'i')]).Build();

    [Fact]
    public void Linearizable_set_is_one_whose_every_element_fits_an_order() =>
        Prop.ForAll(SmallSet.Any, ops =>
        {
            var history = WithAnAdd(ops);
            var all = history.Ops.ToArray();
            var wrong = SmallSet.Elements.Any(e => !SmallSet.IsExplained(all, e, misses: true)) || all.Any(SmallSet.IsTwiceInOneRead);
            return (Check(history, Strict).Outcome == Outcome.Invalid) == wrong;
        }).Check(Many);

    [Fact]
    public void Phantoms_are_what_no_order_explains_though_reads_may_miss_anything() =>
        Prop.ForAll(SmallSet.Any, ops =>
        {
            var history = WithAnAdd(ops);
            var phantoms = SmallSet.Elements.Count(e => !SmallSet.IsExplained(history.Ops.ToArray(), e, misses: false));
            return Check(history).Figures["phantom_count"] == phantoms;
        }).Check(Many);

    [Fact]
    public void Counts_are_what_their_definitions_say() =>
        Prop.ForAll(SmallSet.Any, ops =>
        {
            var history = WithAnAdd(ops);
            var figures = Check(history).Figures;
            var fates = SmallSet.Elements.Select(e => Define(history, e)).ToArray();
            string[] names = ["lost", "stale", "attempt", "acknowledged", "recovered", "never_read"];
            return names.All(n => figures[$"{n}_count"] == fates.Count(f => f.Contains(n)));
        }).Check(Many);

    [Fact]
    public void Ops_of_every_finding_prove_it_whatever_else_was_added() =>
        Prop.ForAll(SmallSet.Any, ops =>
        {
            var history = WithAnAdd(ops);
            return Check(history, Strict).Findings.All(f =>
            {
                var shown = f.Ops.Select(o => o.Index).ToHashSet();
                // Dropping reads only ever makes a history easier to explain: what is left must still be impossible.
                Op[] left = [.. history.Ops.ToArray().Where(o => o.F == Functions.Add || shown.Contains(o.Index))];
                return f.Anomaly == "duplicated" ? left.Any(SmallSet.IsTwiceInOneRead)
                    : !SmallSet.IsExplained(left, ElementOf(f), misses: f.Anomaly != "phantom");
            });
        }).Check(Many);

    [Fact]
    public void Live_form_finds_something_when_and_only_when_the_whole_history_does() =>
        Prop.ForAll(SmallSet.Any, ops =>
        {
            var history = WithAnAdd(ops);
            return Live(history, Strict).Count > 0 == (Check(history, Strict).Outcome == Outcome.Invalid);
        }).Check(Many);

    [Fact]
    public void Live_form_of_a_set_that_may_be_stale_finds_its_phantoms_and_duplicates() =>
        Prop.ForAll(SmallSet.Any, ops =>
        {
            var history = WithAnAdd(ops);
            var whole = Check(history).Findings.Select(f => f.Anomaly).Where(a => a is "phantom" or "duplicated").Distinct();
            return Live(history, new SetFullParameters()).Select(f => f.Anomaly).Distinct().Order().SequenceEqual(whole.Order());
        }).Check(Many);

    [Fact]
    public void Random_histories_are_neither_all_good_nor_all_bad()
    {
        var bad = SmallSet.Any.Generator.Sample(2_000, 50).Count(o => Check(WithAnAdd(o), Strict).Outcome == Outcome.Invalid);
        Assert.InRange(bad, 400, 1_600);
    }

    private static CheckVerdict Check(History history, SetFullParameters? parameters = null) =>
        new SetFullCheck().Check(history, parameters ?? new SetFullParameters(), ChaosService.Model.Checks.CheckBudget.Unlimited);

    private static IReadOnlyList<Finding> Live(History history, SetFullParameters parameters)
    {
        var live = new LiveSetFull(parameters);
        foreach (var (index, e) in OracleTests.Events(history)) live.Observe(index, e);
        return live.TakeFindings();
    }

    private static long ElementOf(Finding finding) => finding.Explanation["element ".Length] - '0';

    /// <summary>All that is true of an element.</summary>
    private static HashSet<string> Define(History history, long element)
    {
        var adds = history.Ops.ToArray().Where(o => o.F == Functions.Add && o.Value.First == element).ToArray();
        var reads = history.Ops.ToArray().Where(SmallSet.IsRead).ToArray();
        var shown = reads.Where(r => SmallSet.Holds(r, element)).ToArray();
        var acknowledged = adds.Where(a => a.Outcome == OpType.Ok).ToArray();
        var known = acknowledged.Concat(shown).Select(o => o.CompletedNs).DefaultIfEmpty(long.MaxValue).Min();
        var missing = reads.Where(r => r.InvokedNs > known && !SmallSet.Holds(r, element)).ToArray();
        HashSet<string> result = [];
        if (adds.Length > 0) result.Add("attempt");
        if (acknowledged.Length > 0) result.Add("acknowledged");
        else if (shown.Length > 0 && adds.Any(a => a.Outcome == OpType.Info)) result.Add("recovered");
        if (acknowledged.Length > 0 && shown.Length + missing.Length == 0) result.Add("never_read");
        if (missing.Length > 0) result.Add(shown.Any(r => r.InvokedNs >= missing.Max(m => m.InvokedNs)) ? "stale" : "lost");
        return result;
    }
}
