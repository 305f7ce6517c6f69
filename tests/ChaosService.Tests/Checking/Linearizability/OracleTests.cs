using ChaosService.Checking.Linearizability.Live;
using ChaosService.Checking.Linearizability.Wgl;
using ChaosService.Checking.Linearizability.Zones;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;
using FsCheck;
using FsCheck.Fluent;

namespace ChaosService.Tests.Checking.Linearizability;

/// <summary>Both algorithms against every order there is. A failure prints the seed (replay) and the shrunk history.</summary>
public class OracleTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(20_000);

    [Fact]
    public void Zones_agree_with_every_order_there_is() =>
        Prop.ForAll(SmallHistory.Any(unique: true), ops =>
        {
            var register = SmallHistory.RegisterOps(SmallHistory.ToScript(ops).Build());
            return ZoneCheck.TryCheck(register) is { } conflicts && (conflicts.Count == 0) == SmallHistory.IsLinearizable(register);
        }).Check(Many);

    [Fact]
    public void Search_agrees_with_every_order_there_is() =>
        Prop.ForAll(SmallHistory.Any(unique: false), ops =>
        {
            var register = SmallHistory.RegisterOps(SmallHistory.ToScript(ops).Build());
            var result = new WglSearch(register, long.MaxValue, CancellationToken.None).Run();
            return result.Undecided is null && (result.Conflict is null) == SmallHistory.IsLinearizable(register);
        }).Check(Many);

    [Fact]
    public void Random_histories_are_neither_all_good_nor_all_bad()
    {
        var sample = SmallHistory.Any(unique: true).Generator.Sample(2_000, 50)
            .Select(o => SmallHistory.RegisterOps(SmallHistory.ToScript(o).Build()));
        var good = sample.Count(SmallHistory.IsLinearizable);
        Assert.InRange(good, 400, 1_600);
    }

    [Fact]
    public void Ops_of_every_finding_prove_it_whatever_else_was_written() =>
        Prop.ForAll(SmallHistory.Any(unique: true), ops =>
        {
            var register = SmallHistory.RegisterOps(SmallHistory.ToScript(ops).Build());
            return (ZoneCheck.TryCheck(register) ?? []).All(c =>
            {
                var shown = c.Ops.Concat(c.Witnesses).ToHashSet();
                // Dropping reads only ever makes a history easier to explain: what is left must still be impossible.
                return !SmallHistory.IsLinearizable([.. register.Where((o, i) => shown.Contains(i) || o.Writes)]);
            });
        }).Check(Many);

    [Fact]
    public void Live_findings_are_never_false_alarms() =>
        Prop.ForAll(SmallHistory.Any(unique: true), ops =>
        {
            var history = SmallHistory.ToScript(ops).Build();
            return LiveFindings(history).Count == 0 || !SmallHistory.IsLinearizable(SmallHistory.RegisterOps(history));
        }).Check(Many);

    internal static IReadOnlyList<Finding> LiveFindings(History history)
    {
        var live = new LiveLinearizable();
        foreach (var (index, e) in Events(history)) live.Observe(index, e);
        return live.TakeFindings();
    }

    /// <summary>The lines the history was joined from, in the order of their times.</summary>
    internal static IEnumerable<(int Index, OpEvent Event)> Events(History history) =>
        history.Ops.ToArray()
            .SelectMany(o => new[] { Event(o, OpType.Invoke, o.InvokedNs), Event(o, o.Outcome, o.CompletedNs) })
            .OrderBy(e => e.TimeNs).ThenBy(e => e.Type == OpType.Invoke ? 0 : 1)
            .Select((e, i) => (i, e));

    private static OpEvent Event(Op op, OpType type, long at) => new()
    {
        TimeNs = at, Process = op.Process, Type = type, F = op.F, Key = op.Key, Error = op.Error, Node = op.Node,
        Value = type == OpType.Invoke && op.F == Functions.Read ? OpValue.None : op.Value,
    };
}
