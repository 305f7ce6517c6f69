using ChaosService.Experiments.Planning;
using ChaosService.Model.Plans;

namespace ChaosService.Tests.Experiments.Programs;

/// <summary>A nemesis program as a plan of faults.</summary>
public sealed class ProgramTests
{
    private const string Kill = "{ kind: container-kill, restartAfter: 3s, on: { random: 1 } }";
    private const string Cut = "{ kind: network-partition, for: 5s, on: { role: leader } }";

    [Fact]
    public void Sequence_begins_each_step_when_the_one_before_is_over()
    {
        var plan = Plan($"at: 2s, program: [{Cut}, {{ pause: 4s }}, {Kill}, {Cut}]");

        Assert.Equal(
            ["f1 2-7 network-partition", "f2 11-14 container-kill after f1", "f3 14-19 network-partition after f2"], Lines(plan));
    }

    [Fact]
    public void Parallel_begins_together_and_is_over_with_its_last_branch()
    {
        var plan = Plan($"program: [{{ parallel: [{Cut}, {{ sequence: [{{ pause: 1s }}, {Kill}] }}] }}, {Kill}]");

        Assert.Equal(
            ["f1 0-5 network-partition", "f2 1-4 container-kill", "f3 5-8 container-kill after f1, f2"], Lines(plan));
    }

    [Fact]
    public void Branch_without_a_fault_waits_for_what_stands_before_the_group()
    {
        var plan = Plan($"program: [{Kill}, {{ parallel: [{{ pause: 4s }}, {{ pause: 2s }}] }}, {Kill}]");

        Assert.Equal(["f1 0-3 container-kill", "f2 7-10 container-kill after f1"], Lines(plan));
    }

    [Fact]
    public void Repeat_makes_its_steps_as_often_as_it_says_with_new_draws()
    {
        var plan = Plan($"program: [{{ repeat: 2, steps: [{{ repeat: 3, steps: [{Kill}, {{ pause: 1s }}] }}, {{ pause: 10s }}] }}]");

        Assert.Equal([0, 4, 8, 22, 26, 30], plan.Faults.Select(f => f.At.TotalSeconds));
        Assert.True(plan.Faults.Select(f => f.Nodes[0]).Distinct().Count() > 1, "each round draws its own node");
        Assert.Equal(6, plan.Faults.Select(f => f.Seed).Distinct().Count());
    }

    [Fact]
    public void Every_keeps_its_rhythm_and_ends_with_the_last_round_that_fits()
    {
        var plan = Plan($"at: 5s, program: [{{ every: 15s, jitter: 4s, steps: [{Cut}, {Kill}] }}]");

        Assert.Equal(6, plan.Faults.Count);
        for (var round = 0; round < 3; round++)
        {
            var late = plan.Faults[2 * round].At.TotalSeconds - (5 + 15 * round);
            Assert.InRange(late, 0, 4);
            Assert.Equal(plan.Faults[2 * round].At + TimeSpan.FromSeconds(5), plan.Faults[2 * round + 1].At);
        }
        Assert.All(plan.Faults, f => Assert.True(f.At + f.For <= plan.Duration, $"{f.Id} is cut by the end of the load"));
    }

    [Fact]
    public void Repeat_with_every_takes_its_whole_rhythm_before_the_next_step()
    {
        var plan = Plan($"program: [{{ repeat: 2, every: 10s, steps: [{Kill}] }}, {Kill}]");

        Assert.Equal([0, 10, 20], plan.Faults.Select(f => f.At.TotalSeconds));
    }

    [Fact]
    public void Mix_keeps_its_weights_and_may_draw_whole_sequences()
    {
        const string Mix = $"{{ mix: [{{ weight: 3, sequence: [{Cut}] }}, {{ weight: 1, pause: 1s }}] }}";

        var faults = Enumerable.Range(1, 400).Sum(seed => Plan($"program: [{{ repeat: 5, steps: [{Mix}] }}]", seed).Faults.Count);

        // 2,000 draws at 3:1 have a standard deviation of 0.97%.
        Assert.InRange(faults / 2000.0, 0.72, 0.78);
    }

    [Fact]
    public void Key_of_a_kind_that_is_also_a_step_is_the_kinds()
    {
        const string Loop = "{ kind: container-crash-loop, for: 5s, up: 500ms, pause: 500ms, on: { name: etcd1 } }";
        var text = Sample.With($"  nemesis: {{ program: [{Loop}] }}", Sample.With("  faults: []"));

        Assert.Empty(Shipped.Loader.LoadText("x.yaml", text, []).Problems);
    }

    [Fact]
    public void Same_seed_gives_the_same_plan_byte_for_byte_and_another_seed_another()
    {
        const string Program = $"program: [{{ every: 10s, jitter: 3s, steps: [{{ mix: [{Cut}, {Kill}] }}] }}], until: verdict, quiet: 2s";

        Assert.Equal(PlannerTests.Json(Plan(Program)), PlannerTests.Json(Plan(Program)));
        Assert.NotEqual(PlannerTests.Json(Plan(Program)), PlannerTests.Json(Plan(Program, 43)));
        Assert.Contains("\"nemesis\": {\n    \"until\": \"verdict\",\n    \"quiet\": \"2s\"\n  }", PlannerTests.Json(Plan(Program)));
    }

    [Fact]
    public void Change_of_one_step_leaves_the_draws_of_the_others()
    {
        var before = Plan($"program: [{Kill}, {Cut}, {Kill}]");
        var after = Plan($"program: [{Kill}, {{ kind: network-partition, for: 9s, on: {{ random: 2 }} }}, {Kill}]");

        Assert.Equal(before.Faults[0].Nodes, after.Faults[0].Nodes);
        Assert.Equal((before.Faults[2].Nodes[0], before.Faults[2].Seed), (after.Faults[2].Nodes[0], after.Faults[2].Seed));
    }

    [Fact]
    public void Faults_beside_a_program_are_named_with_it_by_their_start()
    {
        var plan = Planner.Plan(Sample.Experiment(Sample.With($"  nemesis: {{ program: [{Kill}, {{ pause: 9s }}, {Kill}] }}")), 42);

        Assert.Equal(["f1 0-3 container-kill", "f2 10-15 network-partition", "f3 12-15 container-kill after f1"], Lines(plan));
    }

    [Fact]
    public void Window_of_a_soak_has_its_own_names_also_for_what_a_fault_waits_for()
    {
        var text = Sample.With(
            $"  soak: {{ window: 20s }}\n  nemesis: {{ program: [{Kill}, {Cut}] }}", Sample.With("  faults: []"));

        var whole = Planner.Plan(Sample.Experiment(text), 42);
        var window = Planner.PlanWindow(Sample.Experiment(text), 42, 2);

        Assert.Equal(["container-kill", "network-partition"], whole.Soak!.FaultKinds);
        Assert.Equal(["w2-f1 0-3 container-kill", "w2-f2 3-8 network-partition after w2-f1"], Lines(window));
    }

    [Fact]
    public void Text_of_a_plan_says_what_waits_for_what_and_how_it_ends()
    {
        var lines = PlanText.Lines(Plan($"program: [{Cut}, {Kill}], until: verdict, quiet: 2s"), Sample.Catalog);

        Assert.Matches("^  f2         5s → 8s       container-kill on etcd[123] after f1$", lines.Single(l => l.Contains("f2 ")));
        Assert.Equal(
            [
                "  load and faults end with the first certain violation; what stands above is the most there can be",
                "  every fault is reverted and the target converges; then 2s of quiet, then final reads",
            ],
            lines.SkipWhile(l => l != "end").Skip(1).TakeWhile(l => l.Length > 0));
    }

    private static IEnumerable<string> Lines(Plan plan) => plan.Faults.Select(f =>
        $"{f.Id} {f.At.TotalSeconds}-{(f.At + f.For).TotalSeconds} {f.Kind}"
            + (f.After.Count > 0 ? $" after {string.Join(", ", f.After)}" : ""));

    private static Plan Plan(string nemesis, long seed = 42) =>
        Planner.Plan(Sample.Experiment(Sample.With($"  nemesis: {{ {nemesis} }}", Sample.With("  faults: []"))), seed);
}
