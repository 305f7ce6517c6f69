using System.Text;
using System.Text.Json;
using ChaosService.Experiments.Planning;
using ChaosService.Model.Faults;
using ChaosService.Model.Plans;
using FsCheck;
using FsCheck.Fluent;

namespace ChaosService.Tests.Experiments;

public sealed class PlannerTests
{
    [Fact]
    public void Repeated_fault_starts_every_period_until_the_end()
    {
        var plan = Plan("{ kind: network-partition, every: 20s, for: 5s, on: { name: etcd2 } }");
        Assert.Equal([20, 40], plan.Faults.Select(f => f.At.TotalSeconds));
        Assert.All(plan.Faults, f => Assert.Equal(["etcd2"], f.Nodes));
    }

    [Fact]
    public void Repeated_fault_starts_first_where_at_says() =>
        Assert.Equal(
            [5, 25, 45], Plan("{ kind: network-partition, at: 5s, every: 20s, for: 5s, on: all }").Faults.Select(f => f.At.TotalSeconds));

    [Fact]
    public void Jitter_delays_by_less_than_itself_and_differs_with_the_seed()
    {
        const string Fault = "{ kind: network-partition, at: 5s, every: 10s, jitter: 3s, for: 5s, on: all }";
        var late = Plan(Fault).Faults.Select((f, n) => f.At.TotalSeconds - 5 - (10 * n)).ToList();
        Assert.All(late, l => Assert.InRange(l, 0, 3));
        Assert.NotEqual(Plan(Fault, 1).Faults.Select(f => f.At), Plan(Fault, 2).Faults.Select(f => f.At));
    }

    [Fact]
    public void Hold_is_cut_at_the_end() =>
        Assert.Equal(10, Assert.Single(Plan("{ kind: network-partition, at: 50s, for: 30s, on: all }").Faults).For.TotalSeconds);

    [Fact]
    public void Repetition_with_no_time_to_show_an_effect_is_left_out() =>
        Assert.Equal(
            [19.9, 39.8], Plan("{ kind: network-partition, every: 19.9s, for: 5s, on: all }").Faults.Select(f => f.At.TotalSeconds));

    [Fact]
    public void Hold_of_the_kind_itself_is_planned() =>
        Assert.Equal(3, Assert.Single(Plan("{ kind: container-kill, at: 5s, restartAfter: 3s, on: all }").Faults).For.TotalSeconds);

    [Fact]
    public void Ids_follow_the_start_over_all_entries()
    {
        var plan =
            Plan("{ kind: network-partition, every: 20s, for: 5s, on: all }, { kind: container-kill, at: 30s, restartAfter: 3s, on: all }");
        Assert.Equal(["f1 network-partition", "f2 container-kill", "f3 network-partition"], plan.Faults.Select(f => $"{f.Id} {f.Kind}"));
    }

    [Fact]
    public void Each_fault_has_a_seed_of_its_own_that_follows_the_experiments()
    {
        const string Every = "{ kind: network-partition, every: 10s, for: 5s, on:";
        long[] Seeds(long seed) => [.. Plan($"{Every} all }}, {Every} {{ random: 1 }} }}", seed).Faults.Select(f => f.Seed)];

        Assert.Equal(Seeds(1), Seeds(1));
        Assert.Equal(20, Seeds(1).Concat(Seeds(2)).Distinct().Count());
        Assert.All(Seeds(1), s => Assert.InRange(s, 0, 1L << 53));
    }

    [Theory]
    [InlineData("{ name: etcd1 }", false)]
    [InlineData("{ random: 1 }", true)]
    [InlineData("minority", true)]
    [InlineData("{ role: leader }", false)]
    [InlineData("all", false)]
    public void Nodes_that_the_seed_chose_are_told_from_those_that_were_named(string on, bool drawn) =>
        Assert.Equal(drawn, Assert.Single(Plan($"{{ kind: network-partition, at: 5s, for: 5s, on: {on} }}").Faults).Drawn);

    [Fact]
    public void Role_stays_open_until_the_run()
    {
        var fault = Assert.Single(Plan("{ kind: network-partition, at: 5s, for: 5s, on: { role: follower, count: 2 } }").Faults);
        Assert.Equal(("follower", 2, 0), (fault.Role, fault.RoleCount, fault.Nodes.Count));
    }

    [Fact]
    public void Condition_on_a_role_stays_open_until_the_run()
    {
        var plan = Plan("{ kind: network-partition, at: 5s, for: 5s, on: { name: etcd2 }, when: { name: etcd1, role: leader } }");
        Assert.Equal(new RoleCondition("leader", "etcd1"), Assert.Single(plan.Faults).When);
        using var stream = new MemoryStream();
        PlanJson.Write(plan, stream);
        var fault = JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("faults")[0];
        Assert.Equal("""{"name":"etcd1","role":"leader"}""", JsonSerializer.Serialize(fault.GetProperty("when")));
    }

    [Theory]
    [InlineData("minority", 1)]
    [InlineData("majority", 2)]
    [InlineData("all", 3)]
    [InlineData("{ random: 2 }", 2)]
    public void Choice_has_the_right_size(string on, int size) =>
        Assert.Equal(
            size, Assert.Single(Plan($"{{ kind: network-partition, at: 5s, for: 5s, on: {on} }}").Faults).Nodes.Distinct().Count());

    [Fact]
    public void Choice_covers_every_node_over_the_seeds()
    {
        var chosen = Enumerable.Range(0, 50)
            .SelectMany(seed => Plan("{ kind: network-partition, at: 5s, for: 5s, on: { random: 1 } }", seed).Faults[0].Nodes);
        Assert.Equal(["etcd1", "etcd2", "etcd3"], chosen.Distinct().Order());
    }

    [Fact]
    public void Protected_nodes_are_never_drawn()
    {
        var text = Sample.With(
            "  faults: [{ kind: network-partition, at: 5s, for: 5s, on: { random: 2 } }]", Sample.With("  safety: { protected: [etcd2] }"));
        var chosen = Enumerable.Range(0, 50).SelectMany(seed => Planner.Plan(Sample.Experiment(text), seed).Faults[0].Nodes);
        Assert.Equal(["etcd1", "etcd3"], chosen.Distinct().Order());
    }

    [Fact]
    public void Changing_one_fault_leaves_the_choices_of_the_others()
    {
        const string Second = "{ kind: container-kill, every: 9s, jitter: 3s, restartAfter: 3s, on: { random: 1 } }";
        var before = Plan("{ kind: network-partition, at: 5s, for: 5s, on: { random: 1 } }, " + Second);
        var after = Plan("{ kind: network-partition, every: 7s, for: 5s, on: { random: 2 } }, " + Second);
        Assert.Equal(Kills(before), Kills(after));

        static IEnumerable<string> Kills(Plan plan) =>
            plan.Faults.Where(f => f.Kind == "container-kill").Select(f => $"{f.At} {f.Nodes[0]}");
    }

    [Fact]
    public void Every_planned_fault_lies_inside_the_duration()
    {
        var inside = Prop.ForAll(
            ArbMap.Default.ArbFor<long>(), Gen.Choose(1, 40).Four().ToArbitrary(),
            (seed, times) =>
            {
                var (at, hold, every, jitter) = times;
                var fault = $"{{ kind: network-partition, at: {at}s, every: {every + hold + jitter}s, jitter: {jitter}s, for: {hold}s, "
                    + $"on: {{ random: 1 }} }}";
                var result = Sample.Load(Sample.With($"  faults: [{fault}]"));
                return result.Experiment is null
                    ? at + jitter >= 60
                    : Planner.Plan(result.Experiment, seed).Faults is { Count: > 0 } faults
                        && faults.All(f => f.At >= TimeSpan.Zero && f.For > TimeSpan.Zero && f.At + f.For <= TimeSpan.FromSeconds(60));
            });
        Check.One(Config.QuickThrowOnFailure, inside);
    }

    [Fact]
    public void Same_file_and_seed_give_the_same_bytes()
    {
        const string Fault = "{ kind: network-partition, every: 10s, jitter: 3s, for: 5s, on: { random: 2 } }";
        Assert.Equal(Json(Plan(Fault, 7)), Json(Plan(Fault, 7)));
        Assert.NotEqual(Json(Plan(Fault, 7)), Json(Plan(Fault, 8)));
    }

    internal static string Json(Plan plan)
    {
        using var stream = new MemoryStream();
        PlanJson.Write(plan, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Plan Plan(string faults, long seed = 42) => Planner.Plan(Sample.Experiment(Sample.With($"  faults: [{faults}]")), seed);
}
