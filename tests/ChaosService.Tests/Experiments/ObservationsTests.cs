namespace ChaosService.Tests.Experiments;

public sealed class ObservationsTests
{
    [Fact]
    public void Check_of_what_is_observed_is_refused_for_a_database_that_does_not_show_it() => Assert.Contains(
        "this check judges what is observed of 'raft', and nothing is of the database 'redis': \"one-leader-per-term\"; take the check out",
        Assert.Single(Shipped.Loader.LoadText("x.yaml", Text("redis-sentinel"), []).Problems).ToString());

    [Fact]
    public void Check_of_what_is_observed_is_for_a_database_that_shows_it() =>
        Assert.Empty(Shipped.Loader.LoadText("x.yaml", Text("etcd"), []).Problems);

    private static string Text(string target) =>
        $$"""
          apiVersion: chaosservice/v1
          kind: Experiment
          metadata: { name: observed }
          spec:
            target: {{target}}
            duration: 20s
            load: [{ workload: register }]
            faults: []
            checks: [one-leader-per-term]
          """;
}
