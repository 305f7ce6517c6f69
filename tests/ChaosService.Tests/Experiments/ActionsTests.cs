using System.Text;
using ChaosService.Experiments.Loading;
using ChaosService.Experiments.Planning;

namespace ChaosService.Tests.Experiments;

/// <summary><c>actions:</c> with the real kinds: what they become, and every problem as its user sees it.</summary>
public sealed class ActionsTests
{
    private const string Add = "{ action: http, name: add, at: 5s, node: etcd1, port: 2379 }";

    [Fact]
    public void Actions_are_read_planned_in_order_and_judged_without_being_asked_for()
    {
        var experiment = Load(
            Add,
            "{ action: http, name: list, after: add, wait: 2s, node: etcd2, port: 2379, repeat: 3, retry: 1, timeout: 1s, within: 9s }",
            "{ action: http, name: status, every: 4s, node: etcd3, port: 2379 }").Experiment!;
        Assert.Equal(["linearizable", "actions"], experiment.Checks.Select(c => c.Kind));

        var plan = Planner.Plan(experiment, 42);
        Assert.Equal(
            ["a1 status 4", "a2 add 5", "a3 status 8", "a4 status 12", "a5 status 16", "a6 list "],
            plan.Actions.Select(a => $"{a.Id} {a.Name} {a.At?.TotalSeconds}"));
        var list = plan.Actions[^1];
        Assert.Equal(
            ("a2", 3, 1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9)),
            (list.After, list.Repeat, list.Retry, list.Timeout, list.Within));
        Assert.Contains(
            "  a6   after a2 + 2s  list, 3 times: GET http://etcd2:2379/, answered by 2xx, for 9s until it is answered so",
            PlanText.Lines(plan, Shipped.Catalog));
        using var json = new MemoryStream();
        PlanJson.Write(plan, json);
        Assert.Contains("\"after\": \"a2\"", Encoding.UTF8.GetString(json.ToArray()));
    }

    [Fact]
    public void Jitter_follows_the_seed()
    {
        var experiment = Load("{ action: http, name: a, every: 4s, jitter: 2s, node: etcd1, port: 2379 }").Experiment!;
        TimeSpan?[] Times(long seed) => [.. Planner.Plan(experiment, seed).Actions.Select(a => a.At)];
        Assert.Equal(Times(1), Times(1));
        Assert.NotEqual(Times(1), Times(2));
        Assert.All(Times(1).Index(), t => Assert.InRange(t.Item!.Value.TotalSeconds, 4 * (t.Index + 1), (4 * (t.Index + 1)) + 2));
    }

    [Fact]
    public void Every_window_of_a_soak_has_its_own()
    {
        var text = Text([Add, "{ action: http, name: list, after: add, node: etcd1, port: 2379 }"])
            .Replace("duration: 20s", "duration: 40s\n  soak: { window: 20s }", StringComparison.Ordinal);
        var experiment = Shipped.Loader.LoadText("x.yaml", text, []).Experiment!;
        Assert.Equal(
            [("w2-a1", null), ("w2-a2", "w2-a1")], Planner.PlanWindow(experiment, 42, 2).Actions.Select(a => (a.Id, a.After)));
    }

    [Theory]
    [InlineData("http", "an entry of 'actions' must be a map: \"http\"")]
    [InlineData(
        "{ action: htpt, name: a, at: 1s }", "no such action: \"htpt\"; known: http, mqtt-publish, node-start (did you mean 'http'?)")]
    [InlineData(
        "{ action: shard-move, name: a, at: 1s, node: etcd1, table: t }",
        "there is no such action: \"shard-move\"; known: http, mqtt-publish, node-start")]
    [InlineData("{ action: http, at: 1s, node: etcd1, port: 2379 }", "'name' is missing")]
    [InlineData("{ action: http, name: a, node: etcd1, port: 2379 }", "the action does not say when")]
    [InlineData("{ action: http, name: a, at: 1s, node: x, port: 2379 }", "the target has no such node: \"x\"; known: etcd1, etcd2, etcd3")]
    [InlineData("{ action: http, name: a, at: 1s, node: etcd1, port: 2379, verb: GET }", "unknown key: \"verb\"")]
    [InlineData("{ action: http, name: a, at: 20s, node: etcd1, port: 2379 }", "the action starts past the end of the load: \"20s\"")]
    [InlineData("{ action: http, name: a, at: 1s, jitter: 1s, node: etcd1, port: 2379 }", "'jitter' spreads what is repeated")]
    [InlineData("{ action: http, name: a, at: 1s, wait: 1s, node: etcd1, port: 2379 }", "'wait' counts from the end of another action")]
    [InlineData("{ action: http, name: a, every: 1ms, node: etcd1, port: 2379 }", "this makes more than 1000 actions: \"1ms\"")]
    [InlineData("{ action: http, name: a, after: b, node: etcd1, port: 2379 }", "no action above has this name: \"b\"")]
    [InlineData("{ action: http, name: a, at: 1s, node: etcd1, port: 2379, repeat: 0 }", "'repeat' is not a whole number from 1 to 100")]
    public void What_cannot_be_used_is_a_problem(string action, string expected) =>
        Assert.Contains(expected, Assert.Single(Load(action).Problems).ToString());

    [Theory]
    [InlineData("{ action: http, name: add, at: 1s, node: etcd1, port: 2379 }", "two actions have this name: \"add\"")]
    [InlineData("{ action: http, name: b, at: 1s, after: add, node: etcd1, port: 2379 }", "the action has both 'after' and 'at'")]
    [InlineData("{ action: http, name: b, after: ad, node: etcd1, port: 2379 }", "above: add (did you mean 'add'?)")]
    public void What_contradicts_another_is_a_problem(string action, string expected) =>
        Assert.Contains(expected, Assert.Single(Load(Add, action).Problems).ToString());

    [Fact]
    public void What_is_repeated_cannot_be_waited_for() => Assert.Contains(
        "this action is carried out again and again: \"a\"",
        Assert.Single(Load(
            "{ action: http, name: a, every: 4s, node: etcd1, port: 2379 }",
            "{ action: http, name: b, after: a, node: etcd1, port: 2379 }").Problems).ToString());

    [Fact]
    public void Check_without_actions_is_a_problem() => Assert.Contains(
        "this check judges the operator's actions, and there are none: \"actions\"",
        Assert.Single(Shipped.Loader.LoadText(
            "x.yaml", Text([]).Replace("actions:", "").Replace("[linearizable]", "[actions]"), []).Problems).ToString());

    private static LoadResult Load(params string[] actions) => Shipped.Loader.LoadText("x.yaml", Text(actions), []);

    private static string Text(string[] actions) =>
        $$"""
          apiVersion: chaosservice/v1
          kind: Experiment
          metadata: { name: operated }
          spec:
            target: etcd
            duration: 20s
            load: [{ workload: register }]
            faults: []
            actions:{{string.Concat(actions.Select(a => $"\n    - {a}"))}}
            checks: [linearizable]
          """;
}
