using ChaosService.Experiments.Loading;
using ChaosService.Experiments.Overrides;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Tests.Experiments;

public sealed class OverridesTests
{
    [Fact]
    public void Values_are_replaced()
    {
        var experiment = Sample.Experiment(
            Sample.Valid, "spec.duration=30s", "spec.load[0].rate=7/s", "spec.faults[0].for=2s", "spec.faults[0].on={ random: 2 }");
        Assert.Equal(TimeSpan.FromSeconds(30), experiment.Duration);
        Assert.Equal(7, experiment.Load[0].RatePerSecond);
        Assert.Equal(TimeSpan.FromSeconds(2), experiment.Faults[0].For);
        Assert.Equal((SelectorKind.Random, 2), (experiment.Faults[0].On.Kind, experiment.Faults[0].On.Count));
    }

    [Fact]
    public void Missing_maps_on_the_way_are_made() =>
        Assert.Equal(1, Sample.Experiment(Sample.Valid, "spec.safety.maxNodes=1").Safety.MaxNodes);

    [Fact]
    public void Null_removes_a_key() => Assert.Null(Sample.Experiment(Sample.Valid, "spec.seed=null").Seed);

    [Fact]
    public void Later_override_wins() => Assert.Equal(2, Sample.Experiment(Sample.Valid, "spec.seed=1", "spec.seed=2").Seed);

    [Theory]
    [InlineData(
        "spec.duration=30",
        "--set spec.duration:1:15: 'duration' is not a duration: \"30\"; write a number and a unit (us, ms, s, m, h, d), such as "
            + "500ms or 1.5s")]
    [InlineData(
        "spec.colour=red",
        "--set spec.colour:1:1: unknown key: \"colour\"; known here: abort, actions, checks, duration, expect, faults, load, nemesis, "
            + "safety, schedule, seed, soak, steadyState, target")]
    [InlineData(
        "spec.load[1].rate=1/s",
        "--set spec.load[1].rate:1:1: there is no entry [1]: the list has 1: \"spec.load[1].rate\"; positions count from 0")]
    [InlineData(
        "spec.duration.max=1s",
        "--set spec.duration.max:1:1: there is no map that could hold 'max': \"spec.duration.max\"; set the value above it as a whole, "
            + "such as spec.target={name: etcd}")]
    [InlineData(
        "spec.target[0]=etcd",
        "--set spec.target[0]:1:1: there is no list for [0] to point into: \"spec.target[0]\"; leave the position out, or set "
            + "the whole list")]
    [InlineData(
        "spec.duration=[",
        "--set spec.duration:2:15: this is not YAML (while parsing a node, did not find expected node content); check the indentation, "
            + "the brackets and the quotes of this line and the one above")]
    [InlineData(
        "spec.duration=",
        "--set spec.duration:1:15: 'duration' is not a duration: \"\"; write a number and a unit (us, ms, s, m, h, d), such as "
            + "500ms or 1.5s")]
    public void Problem_of_an_override_names_it(string change, string expected) =>
        Assert.Equal(expected, Sample.Problem(Sample.Valid, change));

    [Theory]
    [InlineData("spec.duration")]
    [InlineData("=30s")]
    [InlineData("spec..duration=30s")]
    [InlineData("spec.load[x]=30s")]
    public void Text_that_is_no_override_is_a_problem(string text)
    {
        var problems = new Problems();
        Assert.Null(Override.Parse(text, problems));
        Assert.Equal(
            $"--set:1:1: this is not an override: \"{text}\"; write path=value, such as spec.duration=30s or spec.load[0].rate=100/s",
            Assert.Single(problems).ToString());
    }

    [Theory]
    [InlineData("42", 42L)]
    [InlineData("-1", -1L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Seed_is_a_whole_number(string text, long expected) =>
        Assert.Equal(expected, Seed.Parse(text, new SourcePlace("--seed", 1, 1), []));

    [Theory]
    [InlineData("")]
    [InlineData("4.2")]
    [InlineData("9223372036854775808")]
    public void Seed_that_is_not_a_number_is_a_problem(string text)
    {
        var problems = new Problems();
        Assert.Null(Seed.Parse(text, new SourcePlace("--seed", 1, 1), problems));
        Assert.Equal(
            $"--seed:1:1: the seed is not a number: \"{text}\"; write a whole number, such as 42", Assert.Single(problems).ToString());
    }
}
