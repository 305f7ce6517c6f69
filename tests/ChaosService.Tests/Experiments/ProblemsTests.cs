namespace ChaosService.Tests.Experiments;

/// <summary>Every problem as its user sees it.</summary>
public sealed class ProblemsTests
{
    [Theory]
    [InlineData(
        "apiVersion: chaosservice/v2",
        "x.yaml:1:13: unknown version of the format: \"chaosservice/v2\"; write 'apiVersion: chaosservice/v1'")]
    [InlineData("kind: Deployment", "x.yaml:2:7: unknown kind of document: \"Deployment\"; write 'kind: Experiment' or 'kind: Suite'")]
    [InlineData(
        "metadata: { name: Sample_1 }",
        "x.yaml:3:19: not a name: it becomes part of folder names: \"Sample_1\"; use a-z, 0-9 and '-', at most 63 characters")]
    [InlineData("metadata: { name: sample, colour: red }", "x.yaml:3:27: unknown key: \"colour\"; known here: description, labels, name")]
    [InlineData("  duration: 50d", "x.yaml:7:13: 'duration' is longer than 30d: \"50d\"; write at most 30d")]
    [InlineData("  target: etdc", "x.yaml:5:11: there is no such target: \"etdc\"; known: etcd, redis-sentinel (did you mean 'etcd'?)")]
    [InlineData(
        "  target: { name: etcd, settings: { MIN_REPLICA: 1 } }",
        "x.yaml:5:37: target 'etcd' has no such setting: \"MIN_REPLICA\"; remove it: this target has no settings")]
    [InlineData(
        "  target: { attach: prod, database: postgres }",
        "x.yaml:5:37: no client speaks to this database: \"postgres\"; known: etcd, redis")]
    [InlineData(
        "  target: [etcd]",
        "x.yaml:5:11: 'target' must be a name or a map: \"[…]\"; write 'target: etcd', or 'target: { attach: <compose project>, "
            + "database: etcd }'")]
    [InlineData("  seed: abc", "x.yaml:6:9: the seed is not a number: \"abc\"; write a whole number, such as 42")]
    [InlineData(
        "  duration: 60",
        "x.yaml:7:13: 'duration' is not a duration: \"60\"; write a number and a unit (us, ms, s, m, h, d), such as 500ms or 1.5s")]
    [InlineData(
        "  duration: 0s",
        "x.yaml:7:13: 'duration' must be longer than zero: \"0s\"; write a number and a unit (us, ms, s, m, h, d), such as 500ms or 1.5s")]
    [InlineData(
        "  durations: 60s",
        "x.yaml:13:3: unknown key: \"durations\"; known here: abort, actions, checks, duration, expect, faults, load, nemesis, safety, "
            + "schedule, seed, soak, steadyState, target (did you mean 'duration'?)")]
    [InlineData(
        "  safety: { protected: [etcd9] }",
        "x.yaml:13:25: the target has no such node: \"etcd9\"; known: etcd1, etcd2, etcd3 (did you mean 'etcd1'?)")]
    public void Document(string line, string expected) => Assert.Equal(expected, Sample.Problem(Sample.With(line)));

    [Theory]
    [InlineData(
        "  load: []", "x.yaml:8:9: 'load' is empty: \"[]\"; without load nothing is proven: write 'load: [{ workload: register }]'")]
    [InlineData("  load: [register]", "x.yaml:8:10: an entry of 'load' must be a map: \"register\"; write '- workload: register'")]
    [InlineData(
        "  load: [{ workload: registre }]",
        "x.yaml:8:22: there is no such workload: \"registre\"; known: register (did you mean 'register'?)")]
    [InlineData("  load: [{ clients: 3 }]", "x.yaml:8:10: 'workload' is missing; name one: register")]
    [InlineData(
        "  load: [{ workload: register, clients: 0 }]",
        "x.yaml:8:41: 'clients' is not a whole number from 1 to 10000: \"0\"; write a whole number from 1 to 10000")]
    [InlineData(
        "  load: [{ workload: register, rate: 100 }]",
        "x.yaml:8:38: 'rate' is not a rate above zero: \"100\"; write a number per unit, such as 500/s or 30/m")]
    [InlineData(
        "  load: [{ workload: register, timeout: 0ms }]",
        "x.yaml:8:41: 'timeout' must be longer than zero: \"0ms\"; write a number and a unit (us, ms, s, m, h, d), such as 500ms or 1.5s")]
    [InlineData(
        "  load: [{ workload: register, key: 7 }]",
        "x.yaml:8:32: unknown key: \"key\"; known here: cas, client, clients, keys, rate, timeout, workload (did you mean 'keys'?)")]
    [InlineData(
        "  load: [{ workload: register, client: { routing: far } }]",
        "x.yaml:8:51: 'routing' has no such choice: \"far\"; write one of: any, stay")]
    [InlineData("  load: [{ workload: register, client: { route: stay } }]", "x.yaml:8:42: unknown key: \"route\"; known here: routing")]
    public void Load(string line, string expected) => Assert.Equal(expected, Sample.Problem(Sample.With(line)));

    [Theory]
    [InlineData(
        "{ kind: network-partitoin, at: 1s, for: 5s, on: all }",
        "x.yaml:10:20: there is no such fault: \"network-partitoin\"; known: container-kill, network-partition (did you mean "
            + "'network-partition'?)")]
    [InlineData(
        "{ kind: network-partition, for: 5s, on: all }",
        "x.yaml:10:12: the fault does not say when; write 'at: 10s' for once, or 'every: 20s' for again and again")]
    [InlineData(
        "{ kind: network-partition, at: 60s, for: 5s, on: all }",
        "x.yaml:10:43: the fault starts past the end of the load: \"60s\"; start it before the duration (1m) is over")]
    [InlineData(
        "{ kind: network-partition, every: 2m, for: 5s, on: all }",
        "x.yaml:10:46: the fault starts past the end of the load: \"2m\"; start it before the duration (1m) is over")]
    [InlineData(
        "{ kind: network-partition, at: 1s, on: all }",
        "x.yaml:10:12: 'for' is missing: this network-partition does not end by itself; say how long it stays, such as 'for: 10s'")]
    [InlineData(
        "{ kind: network-partition, at: 1s, for: 0s, on: all }",
        "x.yaml:10:52: 'for' must be longer than zero: \"0s\"; write a number and a unit (us, ms, s, m, h, d), such as 500ms or 1.5s")]
    [InlineData(
        "{ kind: container-kill, at: 1s, for: 5s, restartAfter: 3s, on: all }",
        "x.yaml:10:49: this container-kill already lasts 3s by its own parameters: \"5s\"; remove 'for'")]
    [InlineData(
        "{ kind: network-partition, every: 5s, jitter: 2s, for: 4s, on: all }",
        "x.yaml:10:46: the fault comes again before it is over: it lasts 4s and starts up to 2s late: \"5s\"; write 'every: 6s' or longer")]
    [InlineData(
        "{ kind: network-partition, at: 1s, jitter: 2s, for: 4s, on: all }",
        "x.yaml:10:55: 'jitter' spreads what is repeated, and there is no 'every': \"2s\"; add 'every', or remove 'jitter'")]
    [InlineData(
        "{ kind: container-kill, every: 1ms, restartAfter: 1ms, on: all }",
        "x.yaml:10:43: this makes more than 1000 faults: \"1ms\"; repeat it less often, or shorten the duration")]
    [InlineData(
        "{ kind: network-partition, at: 1s, for: 5s, on: all, form: peers }",
        "x.yaml:10:65: unknown key: \"form\"; known here: at, every, for, from, jitter, kind, on, when (did you mean 'for'?)")]
    public void Fault(string fault, string expected) => Assert.Equal(expected, Sample.Problem(Sample.With($"  faults: [{fault}]")));

    [Theory]
    [InlineData(
        "etcd1",
        "x.yaml:10:60: 'on' has no such word: \"etcd1\"; write one of: on: { role: leader }, { name: n1 }, { names: [n1, n2] }, { random: "
            + "1 }, minority, majority, all")]
    [InlineData(
        "[etcd1]",
        "x.yaml:10:60: 'on' must be a word or a map: \"[…]\"; write one of: on: { role: leader }, { name: n1 }, { names: [n1, n2] }, { "
            + "random: 1 }, minority, majority, all")]
    [InlineData(
        "{}",
        "x.yaml:10:60: 'on' must choose in exactly one way; write one of: on: { role: leader }, { name: n1 }, { names: [n1, n2] }, { "
            + "random: 1 }, minority, majority, all")]
    [InlineData(
        "{ role: leader, all: true }",
        "x.yaml:10:60: 'on' must choose in exactly one way: \"role, all\"; write one of: on: { role: leader }, { name: n1 }, { names: "
            + "[n1, n2] }, { random: 1 }, minority, majority, all")]
    [InlineData(
        "{ all: false }",
        "x.yaml:10:67: 'all: false' chooses nothing: \"false\"; write one of: on: { role: leader }, { name: n1 }, { names: [n1, n2] }, { "
            + "random: 1 }, minority, majority, all")]
    [InlineData(
        "{ names: [] }",
        "x.yaml:10:69: 'names' names no node: \"[]\"; write one of: on: { role: leader }, { name: n1 }, { names: [n1, n2] }, { random: 1 "
            + "}, minority, majority, all")]
    [InlineData(
        "{ name: etcd4 }", "x.yaml:10:68: the target has no such node: \"etcd4\"; known: etcd1, etcd2, etcd3 (did you mean 'etcd1'?)")]
    [InlineData("{ names: [etcd1, etcd1] }", "x.yaml:10:69: a node is named twice: \"etcd1\"; name it once")]
    [InlineData("{ role: primary }", "x.yaml:10:68: nobody can tell who has this role in etcd: \"primary\"; known: leader, follower")]
    [InlineData(
        "{ role: follower, count: 4 }",
        "x.yaml:10:60: this asks for 4 of 3 nodes (etcd1, etcd2, etcd3): \"role: follower, count: 4\"; choose at most 3")]
    [InlineData("{ random: 4 }", "x.yaml:10:60: this asks for 4 of 3 nodes (etcd1, etcd2, etcd3): \"random: 4\"; choose at most 3")]
    [InlineData("{ random: 1, group: sentinel }", "x.yaml:10:80: the target has no such group: \"sentinel\"; known: etcd")]
    [InlineData(
        "{ random: 1, of: etcd }",
        "x.yaml:10:73: unknown key: \"of\"; known here: all, group, majority, minority, name, names, random, role")]
    public void Selector(string on, string expected) =>
        Assert.Equal(expected, Sample.Problem(Sample.With($"  faults: [{{ kind: network-partition, at: 1s, for: 5s, on: {on} }}]")));

    [Theory]
    [InlineData("{ role: boss }", "all", "x.yaml:10:79: nobody can tell who has this role in etcd: \"boss\"; known: leader, follower")]
    [InlineData("{ role: leader, name: etcd9 }", "all", "x.yaml:10:93: the target has no such node: \"etcd9\"; known: etcd1, etcd2, etcd3")]
    [InlineData(
        "{ name: etcd1 }", "all",
        "x.yaml:10:71: 'role' is missing; write 'when: { role: leader }', or { name: etcd1, role: leader }")]
    [InlineData(
        "{ role: leader }", "{ role: follower }",
        "x.yaml:10:94: 'on' has chosen by role already: \"leader\"; name the node that must have it: when: { name: etcd1, role: … }")]
    public void Condition(string when, string on, string expected) => Assert.Equal(
        expected, Sample.Problem(Sample.With($"  faults: [{{ kind: network-partition, at: 1s, for: 5s, on: {on}, when: {when} }}]")));

    [Theory]
    [InlineData(
        "{ protected: [etcd1] }", "{ name: etcd1 }",
        "x.yaml:10:68: the fault is on a node that safety protects: \"etcd1\"; choose another node, or take this one out of "
            + "safety: protected")]
    [InlineData(
        "{ protected: [etcd1] }", "all",
        "x.yaml:10:60: this asks for 3 of 3 nodes (etcd1, etcd2, etcd3), 1 of them protected: \"all\"; choose at most 2")]
    [InlineData(
        "{ protected: [etcd1] }", "{ random: 3 }",
        "x.yaml:10:60: this asks for 3 of 3 nodes (etcd1, etcd2, etcd3), 1 of them protected: \"random: 3\"; choose at most 2")]
    [InlineData(
        "{ maxNodes: 1 }", "majority",
        "x.yaml:10:60: the fault touches 2 nodes at once and safety allows 1: \"majority\"; choose fewer nodes, or raise safety: maxNodes")]
    [InlineData(
        "{ maxNodes: 1 }", "{ names: [etcd1, etcd2] }",
        "x.yaml:10:60: the fault touches 2 nodes at once and safety allows 1: \"names: [etcd1, etcd2]\"; choose fewer nodes, or raise "
            + "safety: maxNodes")]
    public void Safety(string safety, string on, string expected)
    {
        var text = Sample.With($"  faults: [{{ kind: network-partition, at: 1s, for: 5s, on: {on} }}]");
        Assert.Equal(expected, Sample.Problem(Sample.With($"  safety: {safety}", text)));
    }

    [Theory]
    [InlineData(
        "  checks: []",
        "x.yaml:12:11: 'checks' is empty: \"[]\"; a run without checks proves nothing: write 'checks: [linearizable, availability]'")]
    [InlineData(
        "  checks: [linearisable]",
        "x.yaml:12:12: there is no such check: \"linearisable\"; known: availability, latency, linearizable (did you mean "
            + "'linearizable'?)")]
    [InlineData(
        "  checks: [linearizable, linearizable: {}]",
        "x.yaml:12:26: the check stands here a second time: \"linearizable\"; keep one of the two")]
    [InlineData(
        "  checks: [linearizable: { with: 5s }]", "x.yaml:12:28: unknown key: \"with\"; known here: within (did you mean 'within'?)")]
    [InlineData(
        "  checks: [linearizable: 5s]",
        "x.yaml:12:26: the parameters of 'linearizable' must be a map: \"5s\"; write '- linearizable', or '- recovery: { within: 10s }'")]
    [InlineData(
        "  checks: [{ linearizable: {}, latency: {} }]",
        "x.yaml:12:12: an entry of 'checks' must be one name: \"linearizable, latency\"; write '- linearizable', or '- recovery: { "
            + "within: 10s }'")]
    [InlineData(
        "  abort: { when: { availability: { below: 5%, for: 60s } } }",
        "x.yaml:13:34: no check measures 'availability'; add '- availability' under checks")]
    [InlineData(
        "  abort: { when: { findings: { above: none } } }",
        "x.yaml:13:39: 'above' is not a whole number from 0 to 2147483647: \"none\"; write a whole number from 0 to 2147483647")]
    [InlineData("  abort: { availability: { below: 5% }, when: {} }", "x.yaml:13:12: unknown key: \"availability\"; known here: when")]
    [InlineData("  expect: broken", "x.yaml:13:11: 'expect' has no such choice: \"broken\"; write one of: valid, invalid, unknown")]
    [InlineData(
        "  expect: { verdict: invalid, check: latency }",
        "x.yaml:13:38: this check does not run: \"latency\"; name one of checks: linearizable")]
    public void Checks(string line, string expected) => Assert.Equal(expected, Sample.Problem(Sample.With(line)));

    [Theory]
    [InlineData("\"0\\nenable-module-command yes\"")]
    [InlineData("\"0\\u0000\"")]
    public void Setting_of_several_lines_would_set_what_the_target_does_not_list(string value)
    {
        var text = Sample.With($"  target: {{ name: redis-sentinel, settings: {{ MIN_REPLICAS: {value} }} }}");

        Assert.Contains(
            Sample.Load(text).Problems,
            p => p.ToString().Contains("the value of 'MIN_REPLICAS' is not one line of at most 256 characters", StringComparison.Ordinal));
    }

    [Fact]
    public void Setting_that_the_target_lacks_is_refused()
    {
        var text = Sample.With("  target: { name: redis-sentinel, settings: { MIN_REPLICA: 1 } }");
        Assert.Equal(
            "x.yaml:5:47: target 'redis-sentinel' has no such setting: \"MIN_REPLICA\"; known: MIN_REPLICAS (did you mean 'MIN_REPLICAS'?)",
            Sample.Problem(Sample.With("  faults: [{ kind: network-partition, at: 1s, for: 5s, on: all }]", text)));
    }

    [Fact]
    public void Function_that_the_database_client_lacks_is_refused()
    {
        var text = Sample.With("  load: [{ workload: register, cas: true }]").Replace("target: etcd", "target: redis-sentinel")
            .Replace("leader", "primary");
        Assert.Equal(
            "x.yaml:8:22: this workload uses 'cas', which the redis client cannot do: \"register\"; the redis client can: read; take "
                + "'cas' out of the mix or choose another workload",
            Sample.Problem(text));
    }

    [Fact]
    public void Minority_of_a_group_of_one_is_refused()
    {
        var text = Sample.With("  target: { attach: prod, database: etcd, nodes: [a] }");
        Assert.Equal(
            "x.yaml:10:60: a minority of 1 is nobody: \"minority\"; choose by role, name or random",
            Sample.Problem(Sample.With("  faults: [{ kind: network-partition, at: 1s, for: 5s, on: minority }]", text)));
    }

    [Fact]
    public void Attached_project_without_nodes_can_only_be_broken_by_role_or_whole()
    {
        var text = Sample.With("  target: { attach: prod, database: etcd }");
        Assert.Empty(Sample.Load(text).Problems);
        Assert.Empty(Sample.Load(Sample.With("  faults: [{ kind: network-partition, at: 1s, for: 5s, on: all }]", text)).Problems);
        Assert.Equal(
            "x.yaml:10:60: the nodes of an attached project are not known before the run: \"random: 1\"; list them: target: { attach: …, "
                + "database: …, nodes: [a, b, c] }; only 'role' and 'all' do without",
            Sample.Problem(Sample.With("  faults: [{ kind: network-partition, at: 1s, for: 5s, on: { random: 1 } }]", text)));
    }

    [Fact]
    public void Missing_parts_are_all_reported()
    {
        var problems = Sample.Load("kind: Experiment\nspec: {}\n").Problems.Select(p => p.ToString());
        Assert.Equal(
            [
                "x.yaml:1:1: 'apiVersion' is missing; write 'apiVersion: chaosservice/v1'",
                "x.yaml:1:1: 'metadata' is missing; write 'metadata: { name: my-experiment }'",
                "x.yaml:2:7: 'target' is missing; name one: etcd, redis-sentinel",
                "x.yaml:2:7: 'duration' is missing; say how long the load runs, such as 'duration: 60s'",
                "x.yaml:2:7: 'load' is missing; without load nothing is proven: write 'load: [{ workload: register }]'",
                "x.yaml:2:7: 'checks' is missing; a run without checks proves nothing: write 'checks: [linearizable, availability]'",
            ], problems);
    }

    [Fact]
    public void All_problems_of_a_file_are_reported_at_once_in_its_order()
    {
        const string Text =
            """
            apiVersion: chaosservice/v1
            kind: Experiment
            metadata: { name: "no good" }
            spec:
              target: etcd
              seed: seven
              duration: 60
              load:
                - { workload: register, rate: fast, colour: red }
              faults:
                - { kind: network-partition, at: 10s, for: 5, on: { role: king } }
                - { kind: teleport, at: 10s, on: { name: etcd9 } }
              checks: [sanity]
              expect: hope
            """;
        Assert.Equal(
            [
                "x.yaml:3:19: not a name: it becomes part of folder names: \"no good\"; use a-z, 0-9 and '-', at most 63 characters",
                "x.yaml:6:9: the seed is not a number: \"seven\"; write a whole number, such as 42",
                "x.yaml:7:13: 'duration' is not a duration: \"60\"; write a number and a unit (us, ms, s, m, h, d), such as 500ms or 1.5s",
                "x.yaml:9:35: 'rate' is not a rate above zero: \"fast\"; write a number per unit, such as 500/s or 30/m",
                "x.yaml:9:41: unknown key: \"colour\"; known here: cas, client, clients, keys, rate, timeout, workload",
                "x.yaml:11:48: 'for' is not a duration: \"5\"; write a number and a unit (us, ms, s, m, h, d), such as 500ms or 1.5s",
                "x.yaml:11:63: nobody can tell who has this role in etcd: \"king\"; known: leader, follower",
                "x.yaml:12:15: there is no such fault: \"teleport\"; known: container-kill, network-partition",
                "x.yaml:12:46: the target has no such node: \"etcd9\"; known: etcd1, etcd2, etcd3 (did you mean 'etcd1'?)",
                "x.yaml:13:12: there is no such check: \"sanity\"; known: availability, latency, linearizable",
                "x.yaml:14:11: 'expect' has no such choice: \"hope\"; write one of: valid, invalid, unknown",
            ], Sample.Load(Text).Problems.Select(p => p.ToString()));
    }
}
