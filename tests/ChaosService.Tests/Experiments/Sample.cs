using ChaosService.Experiments.Loading;
using ChaosService.Experiments.Overrides;
using ChaosService.Model;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Tests.Experiments.Fakes;

namespace ChaosService.Tests.Experiments;

/// <summary>A small world of fake kinds, and an experiment in it whose lines tests replace.</summary>
internal static class Sample
{
    public const string Valid =
        """
        apiVersion: chaosservice/v1
        kind: Experiment
        metadata: { name: sample }
        spec:
          target: etcd
          seed: 42
          duration: 60s
          load:
            - { workload: register, clients: 4, rate: 100/s }
          faults:
            - { kind: network-partition, at: 10s, for: 5s, on: { role: leader } }
          checks: [linearizable]
          # more

        """;

    public static Catalog Catalog { get; } = new(
        [new FakePartition(), new FakeKill()],
        [new FakeRegister()],
        [new FakeDatabase("etcd", ["leader", "follower"], ["read", "cas"]), new FakeDatabase("redis", ["primary"], ["read"])],
        [new FakeCheck("linearizable"), new FakeCheck("availability"), new FakeCheck("latency")]);

    public static ExperimentLoader Loader { get; } = new(Catalog, new FakeTargets(), new FakeScheduleRules());

    public static SuiteLoader Suites { get; } = new(new FakeScheduleRules());

    /// <summary>The sample with the line that starts with a key replaced; a key that is not there is added to the spec.</summary>
    public static string With(string line, string text = Valid)
    {
        var key = line.TrimStart()[..(line.TrimStart().IndexOf(':', StringComparison.Ordinal) + 1)];
        var lines = text.Split('\n').ToList();
        var at = lines.FindIndex(l => l.TrimStart().StartsWith(key, StringComparison.Ordinal));
        if (at < 0) at = lines.FindIndex(l => l.TrimStart() == "# more");
        lines[at] = line;
        if (key is "load:" or "faults:") lines.RemoveAt(at + 1);
        return string.Join('\n', lines);
    }

    public static LoadResult Load(string text, params string[] overrides)
    {
        var problems = new Problems();
        Override[] parsed = [.. overrides.Select(o => Override.Parse(o, problems)!)];
        Assert.Empty(problems);
        return Loader.LoadText("x.yaml", text, parsed);
    }

    public static Experiment Experiment(string text, params string[] overrides)
    {
        var result = Load(text, overrides);
        Assert.Empty(result.Problems);
        return result.Experiment!;
    }

    /// <summary>The one problem of a text.</summary>
    public static string Problem(string text, params string[] overrides)
    {
        var result = Load(text, overrides);
        Assert.Null(result.Experiment);
        return Assert.Single(result.Problems).ToString();
    }
}
