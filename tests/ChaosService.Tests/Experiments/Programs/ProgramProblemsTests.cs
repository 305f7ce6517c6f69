namespace ChaosService.Tests.Experiments.Programs;

/// <summary>What is wrong with a program is said once, where it stands, with the value and what would be right.</summary>
public sealed class ProgramProblemsTests
{
    private const string Kill = "{ kind: container-kill, restartAfter: 3s, on: { random: 1 } }";
    private const string Forms =
        "write one of: { kind: …, on: … } for a fault, { pause: 5s }, { sequence: […] }, { parallel: […] }, { repeat: 3, steps: […] }, "
            + "{ every: 20s, steps: […] }, { mix: […] }";

    [Theory]
    [InlineData("{ }", "x.yaml:13:12: 'nemesis' says nothing; write 'program: [{ kind: container-pause, on: { random: 1 }, for: 5s }, "
        + "{ pause: 5s }]', 'until: verdict' or 'quiet: 5s'")]
    [InlineData("{ at: 5s, quiet: 2s }",
        "x.yaml:13:18: 'at' is when the program begins, and there is none: \"5s\"; add 'program', or remove 'at'")]
    [InlineData("{ quiet: 0s }",
        "x.yaml:13:21: 'quiet' must be longer than zero: \"0s\"; write a number and a unit (us, ms, s, m, h, d), such as 500ms or 1.5s")]
    [InlineData("{ until: dawn }", "x.yaml:13:21: 'until' has no such choice: \"dawn\"; write one of: verdict")]
    [InlineData("{ at: 60s, program: [" + Kill + "] }",
        "x.yaml:13:18: the program begins past the end of the load: \"60s\"; write less than 1m")]
    public void Frame_is_refused_with_its_place(string nemesis, string expected) => Assert.Equal(expected, Problem(nemesis));

    [Theory]
    [InlineData("now", "x.yaml:13:24: a step of a program must be a map: \"now\"; " + Forms)]
    [InlineData("{ wait: 5s }", "x.yaml:13:24: this is no step of a program; " + Forms)]
    [InlineData("{ pause: 5s, parallel: [] }", "x.yaml:13:24: a step of a program does one thing: \"pause, parallel\"; " + Forms)]
    [InlineData("{ sequence: [] }", "x.yaml:13:36: 'sequence' is empty: \"[]\"; " + Forms)]
    [InlineData("{ pause: 5 }",
        "x.yaml:13:33: 'pause' is not a duration: \"5\"; write a number and a unit (us, ms, s, m, h, d), such as 500ms or 1.5s")]
    [InlineData("{ pause: 5s, at: 3s }", "x.yaml:13:37: unknown key: \"at\"; known here: pause")]
    [InlineData("{ kind: container-kill, restartAfter: 3s, on: all, at: 3s }",
        "x.yaml:13:79: a fault of a program has no 'at': it begins when the step before it is over: \"3s\"; write { pause: 10s } "
            + "before it")]
    [InlineData("{ kind: container-kill, restartAfter: 3s, on: all, every: 9s }",
        "x.yaml:13:82: a fault of a program has no 'every': it begins when the step before it is over: \"9s\"; write { every: 20s, "
            + "steps: [ … ] } around it")]
    [InlineData("{ kind: network-partition, on: all }",
        "x.yaml:13:24: 'for' is missing: this network-partition does not end by itself; say how long it stays, such as 'for: 10s'")]
    [InlineData("{ repeat: 0, steps: [" + Kill + "] }",
        "x.yaml:13:34: 'repeat' is not a whole number from 1 to 1000: \"0\"; write a whole number from 1 to 1000")]
    [InlineData("{ repeat: 2 }", "x.yaml:13:24: 'steps' is missing; " + Forms)]
    [InlineData("{ repeat: 2, jitter: 1s, steps: [" + Kill + "] }",
        "x.yaml:13:45: 'jitter' spreads what has a rhythm, and there is no 'every': \"1s\"; add 'every', or remove 'jitter'")]
    [InlineData("{ mix: [{ weight: 0, pause: 1s }] }",
        "x.yaml:13:42: 'weight' is not a whole number from 1 to 1000: \"0\"; write a whole number from 1 to 1000")]
    public void Step_is_refused_with_its_place(string step, string expected) => Assert.Equal(expected, Problem($"{{ program: [{step}] }}"));

    [Theory]
    [InlineData("{ pause: 58s }, " + Kill,
        "x.yaml:13:48: this step may begin as late as 58s and takes 3s: the load ends before: \"container-kill\"; shorten what stands "
            + "before it, or make the duration (1m) longer")]
    [InlineData("{ repeat: 5, steps: [" + Kill + ", { pause: 10s }] }",
        "x.yaml:13:34: this step may begin as late as 0s and takes 65s: the load ends before: \"5\"; shorten what stands before it, "
            + "or make the duration (1m) longer")]
    [InlineData("{ every: 5s, steps: [" + Kill + ", { pause: 3s }] }",
        "x.yaml:13:33: the steps come again before they are over: they take up to 6s and begin up to 0s late: \"5s\"; write "
            + "'every: 6s' or longer")]
    [InlineData("{ every: 20s, steps: [" + Kill + "] }, { pause: 1s }",
        "x.yaml:13:112: this step never comes: the one before it goes on to the end of the load; say there how often, such as "
            + "'repeat: 3', or put both into 'parallel'")]
    [InlineData("{ repeat: 2, steps: [{ every: 20s, steps: [" + Kill + "] }] }",
        "x.yaml:13:44: this cannot be repeated: its first round goes on to the end of the load; say inside how often, such as "
            + "'repeat: 3'")]
    [InlineData("{ repeat: 2, steps: [{ pause: 1s }] }",
        "x.yaml:13:44: nothing is broken here, again and again; add a fault, or write a longer 'pause'")]
    [InlineData("{ every: 30ms, steps: [{ kind: network-partition, for: 1ms, on: all }] }",
        "x.yaml:13:23: the program makes more than 1000 faults: \"2000\"; repeat less often")]
    public void Program_without_room_is_refused_with_its_place(string steps, string expected) =>
        Assert.Equal(expected, Problem($"{{ program: [{steps}] }}"));

    [Fact]
    public void More_faults_than_there_is_room_for_in_any_number_are_one_problem()
    {
        var step = "{ kind: network-partition, for: 1us, on: all }";
        for (var depth = 0; depth < 7; depth++) step = $"{{ repeat: 1000, steps: [{step}] }}";

        Assert.Contains("the load ends before", Problem($"{{ program: [{step}] }}"));
    }

    [Fact]
    public void Steps_in_each_other_without_end_are_refused()
    {
        var step = Kill;
        for (var depth = 0; depth < 9; depth++) step = $"{{ sequence: [{step}] }}";

        Assert.Contains("more than 8 deep", Problem($"{{ program: [{step}] }}"));
    }

    [Fact]
    public void Soak_has_windows_of_one_length() => Assert.Contains(
        "the windows of a soak are all of the same length",
        Sample.Problem(Sample.With("  soak: { window: 20s }\n  nemesis: { until: verdict }")));

    private static string Problem(string nemesis) => Sample.Problem(Sample.With($"  nemesis: {nemesis}"));
}
