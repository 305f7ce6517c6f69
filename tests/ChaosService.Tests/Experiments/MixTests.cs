using ChaosService.Experiments.Planning;
using ChaosService.Model.Plans;

namespace ChaosService.Tests.Experiments;

/// <summary>Faults drawn from a weighted mix, and the windows of a soak that they are drawn for.</summary>
public sealed class MixTests
{
    private const string Choices =
        "{ weight: 3, kind: network-partition, for: 4s, on: { random: 1 } }, { weight: 1, kind: container-kill, restartAfter: 3s, on: { "
            + "random: 1 } }";
    private const string Faults = $"  faults: [{{ mix: {{ every: 10s, jitter: 3s, of: [{Choices}] }} }}]";

    private static Plan Window(int window, long seed = 42, string faults = Faults) =>
        Planner.PlanWindow(Sample.Experiment(Sample.With("  soak: { window: 60s }",
            Sample.With("  duration: 600000s", Sample.With(faults)))), seed, window);

    [Fact]
    public void Same_seed_gives_the_same_windows_byte_for_byte()
    {
        Assert.Equal(
            Enumerable.Range(1, 50).Select(w => PlannerTests.Json(Window(w))),
            Enumerable.Range(1, 50).Select(w => PlannerTests.Json(Window(w))));
        Assert.NotEqual(PlannerTests.Json(Window(3)), PlannerTests.Json(Window(3, seed: 43)));
    }

    [Fact]
    public void Windows_differ_from_each_other() =>
        Assert.Equal(50, Enumerable.Range(1, 50).Select(w => string.Join(",", Window(w).Faults.Select(f => f.At))).Distinct().Count());

    [Fact]
    public void Window_10000_is_made_without_those_before_it()
    {
        var late = Window(10_000);

        Assert.Equal(10_000, late.Window);
        Assert.Equal(Window(1).Faults.Count, late.Faults.Count);
        Assert.Equal("w10000-f1", late.Faults[0].Id);
        Assert.Equal(TimeSpan.FromSeconds(60), late.Duration);
    }

    [Fact]
    public void Weights_are_kept()
    {
        var drawn = Enumerable.Range(1, 400).SelectMany(w => Window(w).Faults).ToList();
        var share = drawn.Count(f => f.Kind == "network-partition") / (double)drawn.Count;

        // 2,000 draws at 3:1 have a standard deviation of 0.97%.
        Assert.Equal(2000, drawn.Count);
        Assert.InRange(share, 0.72, 0.78);
    }

    [Fact]
    public void Every_fault_is_over_before_its_slot_and_the_load()
    {
        foreach (var fault in Enumerable.Range(1, 200).SelectMany(w => Window(w).Faults))
        {
            var slot = TimeSpan.FromSeconds(Math.Floor(fault.At.TotalSeconds / 10) * 10);
            Assert.InRange(fault.At - slot, TimeSpan.Zero, TimeSpan.FromSeconds(3));
            Assert.True(fault.At + fault.For <= slot + TimeSpan.FromSeconds(10)
                && slot + TimeSpan.FromSeconds(10) <= TimeSpan.FromSeconds(60), $"{fault}");
        }
    }

    [Fact]
    public void Mix_is_drawn_in_an_ordinary_run_too()
    {
        var plan = Planner.Plan(Sample.Experiment(Sample.With(Faults)), 42);
        Assert.Equal(["f1", "f2", "f3", "f4", "f5"], plan.Faults.Select(f => f.Id));
        Assert.Null(plan.Soak);
    }

    [Fact]
    public void Soak_is_planned_as_a_frame_and_a_single_window_as_itself()
    {
        var text = Sample.With("  soak: { window: 20s, keep: 1 }", Sample.With(Faults));

        var whole = Planner.Plan(Sample.Experiment(text), 42);
        var third = Planner.Plan(Sample.Experiment(text, "spec.soak.only=3"), 42);

        Assert.Empty(whole.Faults);
        Assert.Equal((3, 1, 10), (whole.Soak!.Windows, whole.Soak.Spec.Keep, whole.Soak.Spec.Evidence));
        Assert.Equal(["network-partition", "container-kill"], whole.Soak.FaultKinds);
        Assert.Equal(PlannerTests.Json(Planner.PlanWindow(Sample.Experiment(text), 42, 3)), PlannerTests.Json(third));
        Assert.Contains("\"windows\": 3", PlannerTests.Json(whole));
    }

    [Theory]
    [InlineData(
        "{ mix: { of: [{ kind: container-kill, restartAfter: 1s, on: all }] } }",
        "x.yaml:10:19: 'every' is missing; say how often a fault is drawn, such as 'every: 30s'")]
    [InlineData(
        "{ mix: { every: 10s, of: [] } }",
        "x.yaml:10:37: 'of' is empty: \"[]\"; write 'mix: { every: 30s, of: [{ weight: 1, kind: container-kill, on: { random: 1 } }] }'")]
    [InlineData(
        "{ mix: { every: 40s, of: [{ kind: container-kill, restartAfter: 1s, on: all }] } }",
        "x.yaml:10:28: the mix draws no fault: its first slot is not over before the load ends: \"40s\"; 'at' (by default as long as "
            + "'every') and one 'every' must fit into 1m")]
    [InlineData(
        "{ mix: { every: 10s, of: [{ kind: container-kil, restartAfter: 1s, on: all }] } }",
        "x.yaml:10:46: there is no such fault: \"container-kil\"; known: container-kill, network-partition (did you mean "
            + "'container-kill'?)")]
    [InlineData(
        "{ mix: { every: 10s, of: [{ kind: container-kill, restartAfter: 1s, on: all, at: 3s }] } }",
        "x.yaml:10:89: unknown key: \"at\"; known here: for, kind, on, restartAfter, weight, when (did you mean 'on'?)")]
    [InlineData(
        "{ mix: { every: 10s, of: [{ weight: 0, kind: container-kill, restartAfter: 1s, on: all }] } }",
        "x.yaml:10:48: 'weight' is not a whole number from 1 to 1000: \"0\"; write a whole number from 1 to 1000")]
    [InlineData(
        "{ mix: { every: 10s, jitter: 8s, of: [{ kind: network-partition, for: 4s, on: all }] } }",
        "x.yaml:10:50: the fault comes again before it is over: it lasts 4s and starts up to 8s late; write 'every: 12s' or longer")]
    public void Wrong_mix_is_refused_with_its_place(string fault, string expected) =>
        Assert.Equal(expected, Sample.Problem(Sample.With($"  faults: [{fault}]")));

    [Theory]
    [InlineData("  soak: { keep: 3 }", "x.yaml:13:9: 'window' is missing; say how long each window's load runs, such as 'window: 10m'")]
    [InlineData(
        "  soak: { window: 25s }",
        "x.yaml:13:19: the duration of 1m is no whole number of windows: \"25s\"; write 'duration: 50s or 75s', or another 'window'")]
    [InlineData(
        "  soak: { window: 20s, stopOn: unknown }", "x.yaml:13:32: 'stopOn' has no such choice: \"unknown\"; write one of: never, invalid")]
    [InlineData(
        "  soak: { window: 20s, only: 4 }",
        "x.yaml:13:30: 'only' is not a whole number from 1 to 3: \"4\"; write a whole number from 1 to 3")]
    public void Wrong_soak_is_refused_with_its_place(string line, string expected) =>
        Assert.Equal(expected, Sample.Problem(Sample.With(line)));

    [Fact]
    public void Fault_past_the_end_of_the_window_is_refused() =>
        Assert.Contains("past the end of the load", Sample.Problem(Sample.With("  soak: { window: 10s }")));
}
