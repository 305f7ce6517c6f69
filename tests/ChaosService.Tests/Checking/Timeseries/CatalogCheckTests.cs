using ChaosService.Checking.Timeseries.Management;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Timeseries;

public class CatalogCheckTests
{
    private static CheckVerdict Check(Script script, params string[] ownStatuses) =>
        script.Check("catalog", new CatalogParameters(ownStatuses));

    private static CatalogCall Add(int code, string status = "Joining", string node = "9001") =>
        new(CatalogCall.Add, node, status) { Code = code };

    private static CatalogCall Remove(int code, string node = "9001") => new(CatalogCall.Remove, node) { Code = code };

    private static CatalogCall Set(int code, string status, string node = "9001") =>
        new(CatalogCall.SetStatus, node, status) { Code = code };

    private static CatalogCall List(params (string, string)[] nodes) => new(CatalogCall.List) { Code = 200, Nodes = nodes };

    [Fact]
    public void Calls_one_after_the_other_as_a_catalog_answers_are_valid()
    {
        var verdict = Check(new Script().Call(Add(201), 0, 1).Call(Add(409), 2, 3).Call(List(("1", "Active"), ("9001", "Joining")), 4, 5)
            .Call(Set(200, "Inactive"), 6, 7).Call(List(("9001", "Inactive")), 8, 9).Call(Remove(204), 10, 11).Call(Remove(404), 12, 13)
            .Call(Set(404, "Draining"), 14, 15).Call(List(), 16, 17));
        Assert.Equal((Outcome.Valid, "9 answers fit one order of the calls on 1 node"), (verdict.Outcome, verdict.Summary));
    }

    [Fact]
    public void Duplicate_that_is_accepted_is_found() => Assert.Contains(
        "add-node of node 9001 was answered 201, which no order of the calls explains",
        Check(new Script().Call(Add(201), 0, 1).Call(Add(201), 2, 3)).Findings.Single().Explanation);

    [Fact]
    public void Unknown_node_that_is_removed_is_found() =>
        Assert.Equal(Outcome.Invalid, Check(new Script().Call(Remove(404), 0, 1).Call(Remove(204), 2, 3)).Outcome);

    [Fact]
    public void Status_that_is_not_visible_afterwards_is_found() => Assert.Contains(
        "the list shows node 9001 as Joining, which no order of the calls explains",
        Check(new Script().Call(Add(201), 0, 1).Call(Set(200, "Inactive"), 2, 3).Call(List(("9001", "Joining")), 4, 5)).Summary);

    [Fact]
    public void Node_that_a_list_lacks_is_found() => Assert.Contains(
        "the list lacks node 9001", Check(new Script().Call(Add(201), 0, 1).Call(List(("1", "Active")), 2, 3)).Summary);

    [Fact]
    public void Concurrent_calls_may_have_come_in_any_order()
    {
        Assert.Equal(Outcome.Valid,
            Check(new Script().Call(Add(409), 0, 9).Call(Add(201), 0, 9).Call(Remove(204), 0, 9).Call(List(), 5, 12)).Outcome);
        Assert.Equal(Outcome.Invalid, Check(new Script().Call(Remove(404), 0, 1).Call(Add(201), 2, 9).Call(Add(201), 2, 9)).Outcome);
    }

    [Fact]
    public void Call_with_an_unknown_outcome_may_take_effect_later_or_never()
    {
        var unknown = new CatalogCall(CatalogCall.Add, "9001", "Joining");
        Assert.Equal(
            Outcome.Valid,
            Check(new Script().Call(Remove(404), 0, 1).Call(unknown, 2, 3, OpType.Info).Call(List(), 4, 5)
                .Call(List(("9001", "Joining")), 6, 7)).Outcome);
        Assert.Equal(
            Outcome.Invalid,
            Check(new Script().Call(Remove(404), 0, 1).Call(unknown, 2, 3, OpType.Info).Call(List(("9001", "Joining")), 6, 7)
                .Call(List(), 8, 9)).Outcome);
        Assert.Equal(
            Outcome.Invalid, Check(new Script().Call(Remove(404), 0, 1).Call(unknown, 2, 3, OpType.Fail)
                .Call(List(("9001", "Joining")), 6, 7)).Outcome);
    }

    [Fact]
    public void Status_that_a_cluster_gives_by_itself_is_taken()
    {
        var script = new Script().Call(Add(201), 0, 1).Call(List(("9001", "Down")), 2, 3);
        Assert.Equal(Outcome.Invalid, Check(script).Outcome);
        Assert.Equal(Outcome.Valid, Check(script, "Down").Outcome);
    }

    /// <summary>A cluster that heals itself hears a node that an operator called Down; it does not undo Draining.</summary>
    [Theory]
    [InlineData("Down", Outcome.Valid)]
    [InlineData("Draining", Outcome.Invalid)]
    public void Node_becomes_active_by_itself_when_it_was_down(string status, Outcome outcome)
    {
        var script = new Script().Call(new(CatalogCall.Add, "9001", status) { Code = 201 }, 0, 1).Call(List(("9001", "Active")), 2, 3);
        Assert.Equal(outcome, Check(script, "Down", "Active").Outcome);
        Assert.Equal(Outcome.Invalid, Check(script, "Down").Outcome);
    }

    [Theory]
    [InlineData(CatalogCall.WrongPartitions, null, 400, Outcome.Valid)]
    [InlineData(CatalogCall.WrongPartitions, null, 200, Outcome.Invalid)]
    [InlineData(CatalogCall.WrongNode, "8999", 404, Outcome.Valid)]
    [InlineData(CatalogCall.WrongNode, "8999", 400, Outcome.Invalid)]
    [InlineData(CatalogCall.WrongNode, "first", 400, Outcome.Valid)]
    [InlineData(CatalogCall.WrongTarget, "8999", 404, Outcome.Valid)]
    [InlineData(CatalogCall.WrongTarget, "8999", 202, Outcome.Invalid)]
    public void Wrong_call_must_be_refused_as_what_it_is(string wrong, string? node, int code, Outcome outcome) =>
        Assert.Equal(outcome,
            Check(new Script().Call(new CatalogCall(CatalogCall.Move, node, Wrong: wrong) { Code = code }, 0, 1)).Outcome);

    [Fact]
    public void Node_that_is_in_a_list_twice_is_found() => Assert.Contains(
        "the list has the node 1 2 times", Check(new Script().Call(List(("1", "Active"), ("1", "Active")), 0, 1)).Summary);

    [Fact]
    public void Nothing_answered_is_unknown() => Assert.Equal(
        (Outcome.Unknown, "no call of the management API was answered"), (Check(new Script()).Outcome, Check(new Script()).Summary));

    /// <summary>
    /// Calls of several clients, whose effects come at a time between beginning and end: each is valid, and few stay so when changed.
    /// </summary>
    [Fact]
    public void Histories_of_a_right_catalog_are_valid_and_changed_answers_are_found()
    {
        var found = 0;
        for (var seed = 1; seed <= 200; seed++)
        {
            var calls = Played(new SeededRandom(seed));
            Assert.True(Check(Written(calls)).Outcome == Outcome.Valid, $"seed {seed}");
            var at = calls.FindIndex(c => c.Call is { Call: CatalogCall.Add, Code: 409 });
            if (at < 0) continue;
            calls[at] = calls[at] with { Call = calls[at].Call with { Code = 201 } };
            if (Check(Written(calls)).Outcome == Outcome.Invalid) found++;
        }
        Assert.InRange(found, 100, 200);
    }

    private static Script Written(IEnumerable<(CatalogCall Call, long From, long Until)> calls) =>
        calls.OrderBy(c => c.From).Aggregate(new Script(), (script, c) => script.Call(c.Call, c.From, c.Until));

    private static List<(CatalogCall Call, long From, long Until)> Played(SeededRandom random)
    {
        var state = default(string);
        List<(CatalogCall, long, long)> calls = [];
        for (var at = 10L; at < 400; at += 1 + random.Next(6))
        {
            var call = random.Next(4) switch
            {
                0 => Add(state is null ? 201 : 409),
                1 => Remove(state is null ? 404 : 204),
                2 => Set(state is null ? 404 : 200, random.Next(2) == 0 ? "Inactive" : "Draining"),
                _ => state is null ? List() : List(("9001", state)),
            };
            if (call.Code is 201 or 200 && call.Call != CatalogCall.List) state = call.Status;
            if (call.Code == 204) state = null;
            calls.Add((call, at - random.Next(8), at + random.Next(8)));
        }
        return calls;
    }
}
