using System.Text;
using ChaosService.Experiments.Loading;
using ChaosService.Experiments.Planning;

namespace ChaosService.Tests.Experiments;

/// <summary><c>steadyState:</c> with the real kinds: what it becomes, and every problem as its user sees it.</summary>
public sealed class SteadyStateTests
{
    private const string Probe = "{ probe: tcp, name: port, node: etcd1, port: 2379 }";
    private const string Nodes = "known: etcd1, etcd2, etcd3";

    [Fact]
    public void Probes_are_read_planned_and_judged_without_being_asked_for()
    {
        var experiment = Load($"{{ every: 500ms, within: 20s, probes: [{Probe}] }}").Experiment!;

        var steady = experiment.SteadyState!;
        Assert.Equal((TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(20)), (steady.Every, steady.Within));
        var probe = Assert.Single(steady.Probes);
        Assert.Equal(("port", "tcp", TimeSpan.FromSeconds(1)), (probe.Name, probe.Kind, probe.Timeout));
        Assert.Equal(["linearizable", "steady-state"], experiment.Checks.Select(c => c.Kind));

        var plan = Planner.Plan(experiment, 42);
        Assert.Contains("  port: tcp (node: etcd1, port: 2379)", PlanText.Lines(plan, Shipped.Catalog));
        using var json = new MemoryStream();
        PlanJson.Write(plan, json);
        Assert.Contains("\"within\": \"20s\"", Encoding.UTF8.GetString(json.ToArray()));
    }

    [Fact]
    public void Check_that_is_written_is_not_added_a_second_time()
    {
        var checks = Load($"{{ probes: [{Probe}] }}", "[linearizable, steady-state: { objective: 90% }]").Experiment!.Checks;
        Assert.Equal(["linearizable", "steady-state"], checks.Select(c => c.Kind));
    }

    [Theory]
    [InlineData("{ }", "'probes' is missing")]
    [InlineData("{ probes: [] }", "'probes' has 0 entries")]
    [InlineData("{ probes: [tcp] }", "an entry of 'probes' must be a map: \"tcp\"")]
    [InlineData("{ probes: [{ probe: tpc, name: a }] }", "no such probe: \"tpc\"; known: http, prometheus, tcp (did you mean 'tcp'?)")]
    [InlineData("{ probes: [{ probe: tcp, node: etcd1, port: 2379 }] }", "'name' is missing")]
    [InlineData("{ probes: [{ probe: tcp, name: a, node: x, port: 2379 }] }", $"the target has no such node: \"x\"; {Nodes}")]
    [InlineData("{ probes: [{ probe: tcp, name: a, node: etcd1, port: 2379, path: / }] }", "unknown key: \"path\"")]
    [InlineData($"{{ probes: [{Probe}, {Probe}] }}", "two probes have this name: \"port\"; give each a 'name' of its own")]
    [InlineData($"{{ every: 10ms, probes: [{Probe}] }}", "'every' is shorter than 100ms: \"10ms\"")]
    [InlineData("{ probes: [{ probe: tcp, name: a, node: etcd1, port: 2379, timeout: 5m }] }", "'timeout' is longer than 30s: \"5m\"")]
    public void What_cannot_be_used_is_a_problem(string steadyState, string expected) =>
        Assert.Contains(expected, Assert.Single(Load(steadyState).Problems).ToString());

    [Fact]
    public void Check_without_probes_is_a_problem()
    {
        var problem = Assert.Single(Shipped.Loader.LoadText("x.yaml", Text("", "[linearizable, steady-state]"), []).Problems);
        Assert.Contains("this check judges the probes of the steady state, and there are none: \"steady-state\"", problem.ToString());
    }

    private static LoadResult Load(string steadyState, string checks = "[linearizable]") =>
        Shipped.Loader.LoadText("x.yaml", Text($"steadyState: {steadyState}", checks), []);

    private static string Text(string steadyState, string checks) =>
        $$"""
          apiVersion: chaosservice/v1
          kind: Experiment
          metadata: { name: steady }
          spec:
            target: etcd
            duration: 20s
            load: [{ workload: register }]
            faults: []
            {{steadyState}}
            checks: {{checks}}
          """;
}
