using ChaosService.Cli.Local.Suites;
using ChaosService.Host.Composition;
using ChaosService.Model.Configuration;
using ChaosService.Model.Suites;
using ChaosService.Service.Installations;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Cli.Local.Suites;

public sealed class MemberFilesTests : IDisposable
{
    private static readonly Suite Selecting = new() { Name = "both", Selector = new Dictionary<string, string> { ["suite"] = "test" } };

    private readonly TempDirectory _directory = new();
    private readonly Installation _installation;

    public MemberFilesTests() => _installation = Composer.Open(_directory.File("state"));

    [Fact]
    public void Experiments_are_found_all_levels_down_by_what_they_say_they_are()
    {
        Write("b/one.yaml", ServiceUnderTest.Yaml("second"));
        Write("a/b/c/other.yaml", ServiceUnderTest.Yaml("first"));
        Write("a/full.yaml", ServiceUnderTest.Yaml("third", suite: "full"));
        Write("suites/both.yaml", ServiceUnderTest.SuiteYaml("experiments: [first]"));
        Write("docker-compose.yaml", "services: {}\n");

        var (members, files) = Resolve(Selecting);

        Assert.Equal(["first", "second"], members.Select(m => m.Experiment));
        Assert.EndsWith("a/b/c/other.yaml", files["first"].Path);
    }

    [Fact]
    public void Each_cell_of_a_matrix_is_the_experiment_with_its_values()
    {
        Write("a.yaml", ServiceUnderTest.Yaml("a"));
        var matrix = new SuiteMatrix { Axes = [new("spec.duration", ["11s", "12s"]), new("ETCD_ELECTION_TIMEOUT", ["700"])] };

        var (members, files) = Resolve(Selecting with { Matrix = matrix });

        Assert.Equal(
            ["a (spec.duration=11s, ETCD_ELECTION_TIMEOUT=700)", "a (spec.duration=12s, ETCD_ELECTION_TIMEOUT=700)"],
            members.Select(m => m.Name));
        var experiment = files[members[1].Name].Experiment;
        Assert.Equal(TimeSpan.FromSeconds(12), experiment.Duration);
        Assert.Equal(("etcd", "700"), (experiment.Target.Definition.Name, experiment.Target.Settings["ETCD_ELECTION_TIMEOUT"]));
    }

    [Fact]
    public void Cell_that_the_experiment_cannot_be_is_told_with_its_name()
    {
        Write("a.yaml", ServiceUnderTest.Yaml("a"));
        var matrix = new SuiteMatrix { Axes = [new("NODES", ["3", "5"])] };

        var message = Assert.Throws<BadInputException>(() => Resolve(Selecting with { Matrix = matrix })).Message;

        Assert.Contains("a (NODES=3): ", message);
        Assert.Contains("NODES", message);
    }

    [Fact]
    public void Problems_of_all_members_are_told_before_anything_runs()
    {
        Write("a.yaml", ServiceUnderTest.Yaml("a", target: "nowhere"));
        Write("b.yaml", ServiceUnderTest.Yaml("b", workload: "nothing"));

        var message = Assert.Throws<BadInputException>(() => Resolve(Selecting)).Message;

        Assert.Contains("nowhere", message);
        Assert.Contains("nothing", message);
    }

    [Fact]
    public void Name_in_two_files_is_refused_naming_both()
    {
        Write("a.yaml", ServiceUnderTest.Yaml("same"));
        Write("b.yaml", ServiceUnderTest.Yaml("same"));

        var message = Assert.Throws<BadInputException>(() => Resolve(Selecting)).Message;

        Assert.Contains("a.yaml", message);
        Assert.Contains("b.yaml", message);
    }

    [Fact]
    public void Copy_that_a_run_keeps_is_no_second_experiment()
    {
        Write("a.yaml", ServiceUnderTest.Yaml("a"));
        Write("runs/20260101-020000-a-1a2b3c/experiment.yaml", ServiceUnderTest.Yaml("a"));
        Write("runs/20260101-020000-a-1a2b3c/plan.json", "{}");

        Assert.EndsWith("/a.yaml", Resolve(Selecting).Files["a"].Path);
    }

    [Fact]
    public void File_that_is_no_yaml_does_not_make_the_suite_smaller_in_silence()
    {
        Write("a.yaml", ServiceUnderTest.Yaml("a"));
        Write("b.yaml", ServiceUnderTest.Yaml("b").Replace("  target", "\ttarget"));

        Assert.Contains("a tab indents this line", Assert.Throws<BadInputException>(() => Resolve(Selecting)).Message);
    }

    [Fact]
    public void Nothing_to_choose_is_refused_saying_where_was_looked()
    {
        Write("a.yaml", ServiceUnderTest.Yaml("a", suite: "full"));

        var message = Assert.Throws<BadInputException>(() => Resolve(Selecting)).Message;

        Assert.Contains("no experiment has suite=test; the labels there are: suite=full", message);
        Assert.Contains(_directory.Path, message);
        Assert.Contains(
            "no such directory",
            Assert.Throws<BadInputException>(() => MemberFiles.Resolve(_installation, "s.yaml", Selecting, ["/nowhere"])).Message);
    }

    [Theory]
    [InlineData("experiments/suites/quick.yaml", "experiments")]
    [InlineData("mine/quick.yaml", "mine")]
    [InlineData("quick.yaml", ".")]
    public void Default_is_where_the_suite_is_or_above_the_directory_of_suites(string file, string expected) =>
        Assert.Equal(expected, MemberFiles.DefaultDirectory(file));

    public void Dispose()
    {
        _installation.Dispose();
        _directory.Dispose();
    }

    private (IReadOnlyList<SuiteMember> Members, IReadOnlyDictionary<string, MemberFile> Files) Resolve(Suite suite) =>
        MemberFiles.Resolve(_installation, "s.yaml", suite, [_directory.Path]);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory.File(name))!);
        File.WriteAllText(_directory.File(name), text);
    }
}
