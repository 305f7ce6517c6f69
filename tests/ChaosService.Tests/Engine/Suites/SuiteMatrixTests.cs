using System.Xml.Linq;
using ChaosService.Engine.Reporting.Suites;
using ChaosService.Engine.Suites;
using ChaosService.Model.Suites;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Replies;
using static ChaosService.Tests.Engine.Suites.SuiteRunSamples;

namespace ChaosService.Tests.Engine.Suites;

public sealed class SuiteMatrixTests
{
    private static readonly SuiteMatrix Matrix = new()
    {
        Axes = [new("NODES", ["3", "5"]), new("spec.load[0].rate", ["50/s", "100/s"])],
        Exclude = [[new("NODES", "5"), new("spec.load[0].rate", "100/s")]],
        Include = [[new("spec.load[0].rate", "1/s"), new("NODES", "7")]],
    };

    private static readonly SuiteCandidate[] Candidates =
        [new("a", new Dictionary<string, string>()), new("b", new Dictionary<string, string>())];

    private static readonly Suite Suite = new() { Name = "both", Experiments = ["b", "a"], Matrix = Matrix, Seed = 7 };

    private static IReadOnlyList<SuiteMember> Members(Suite suite) =>
        SuiteResolution.Resolve(suite, Candidates).Members;

    private static SuiteRun Judged() =>
        Run([.. Members(Suite).Select((m, i) => m with
        {
            State = MemberState.Finished, Verdict = i == 1 ? Outcome.Invalid : Outcome.Valid,
            Counts = i == 1 ? Outcome.Invalid : Outcome.Valid, Reason = "because", StartedAt = Start,
        })]);

    [Fact]
    public void Each_experiment_runs_in_each_cell_that_is_not_excluded_and_in_the_included_ones()
    {
        Assert.Equal(
            [
                "b (NODES=3, spec.load[0].rate=50/s)", "b (NODES=3, spec.load[0].rate=100/s)", "b (NODES=5, spec.load[0].rate=50/s)",
                "b (NODES=7, spec.load[0].rate=1/s)",
            ],
            Members(Suite).Take(4).Select(m => m.Name));
        Assert.Equal(8, Members(Suite).Select(m => m.Name).Distinct().Count());
    }

    [Fact]
    public void Axis_is_a_setting_of_the_target_or_the_path_of_a_value() =>
        Assert.Equal(["spec.target.settings.NODES=3", "spec.load[0].rate=50/s"], Members(Suite)[0].Cell.Select(v => v.Override));

    [Fact]
    public void Seed_of_a_cell_depends_on_the_cell_and_not_on_its_neighbours()
    {
        var all = Members(Suite);
        Assert.Equal(8, all.Select(m => m.Seed).Distinct().Count());
        var few = Members(Suite with { Matrix = Matrix with { Include = [], Exclude = [] } });
        Assert.Equal(all[0].Seed, few[0].Seed);
    }

    [Fact]
    public void More_members_than_a_suite_may_have_are_refused()
    {
        var matrix = new SuiteMatrix { Axes = [new("N", [.. Enumerable.Range(0, 101).Select(i => $"{i}")])] };
        var refusal = SuiteResolution.Resolve(Suite with { Matrix = matrix }, Candidates).Refusal;
        Assert.Equal(
            "2 experiments in 101 cells of the matrix are 202 members, and a suite has at most 200; choose fewer, or exclude cells",
            refusal);
    }

    [Fact]
    public void Grid_has_the_last_axis_across_and_shows_what_is_left_out()
    {
        var grid = Judged().Grid!;
        Assert.Equal(("spec.load[0].rate", "NODES"), (grid.Across, grid.Down.Single()));
        Assert.Equal(["50/s", "100/s", "1/s"], grid.Columns);
        Assert.Equal(
            ["b 3: 0 1 -", "b 5: 2 - -", "b 7: - - 3", "a 3: 4 5 -", "a 5: 6 - -", "a 7: - - 7"],
            grid.Rows.Select(r =>
                $"{r.Experiment} {r.Values.Single()}: {string.Join(' ', r.Members.Select(m => $"{m}".PadLeft(1, '-')))}"));
        Assert.Null(Run(Member("a")).Grid);
    }

    [Fact]
    public void Stored_and_read_again_it_is_the_same()
    {
        var json = SuiteRunJson.Write(Judged());
        Assert.Contains("\"across\": \"spec.load[0].rate\"", json);
        var read = SuiteRunJson.Read(json);
        Assert.Equal(Judged().Members.Select(m => m.Name), read.Members.Select(m => m.Name));
        Assert.Equal(json, SuiteRunJson.Write(read));
    }

    [Fact]
    public void Page_shows_the_grid_with_a_way_to_each_report()
    {
        var html = SuiteReports.Html(Judged(), m => m.Name == "b (NODES=3, spec.load[0].rate=50/s)" ? "../first/report.html" : null);
        Assert.Contains("<h2 id=\"grid-title\">Grid</h2>", html);
        Assert.Contains("spec.load[0].rate=100/s</th>", html);
        Assert.Contains("<td><a href=\"../first/report.html\"><span class=\"outcome valid\">", html);
        Assert.DoesNotContain("grid-title", SuiteReports.Html(Run(Member("a")), _ => null));
    }

    [Fact]
    public void JUnit_has_a_suite_of_its_own_name_for_each_cell()
    {
        var root = XDocument.Parse(SuiteReports.JUnit(Judged())).Root!;
        Assert.Equal(Judged().Members.Select(m => m.Name), root.Elements("testsuite").Select(s => s.Attribute("name")!.Value));
        Assert.Equal("1", root.Attribute("failures")!.Value);
    }

    [Fact]
    public void JUnit_file_of_a_run_is_told_as_its_cell()
    {
        var directory = Directory.CreateTempSubdirectory("suite-matrix-");
        File.WriteAllText(
            Path.Combine(directory.FullName, "junit.xml"),
            "<testsuites><testsuite name=\"b\"><testcase classname=\"b\" name=\"linearizable\"/></testsuite></testsuites>");
        var run = Judged();
        var written = XDocument.Parse(SuiteReports.JUnit(run.With(0, run.Members[0] with { Directory = directory.FullName })))
            .Root!.Elements("testsuite").First();
        Assert.Equal(run.Members[0].Name, written.Attribute("name")!.Value);
        Assert.Equal(run.Members[0].Name, written.Element("testcase")!.Attribute("classname")!.Value);
        directory.Delete(recursive: true);
    }

    [Fact]
    public void Grid_and_cells_go_over_the_wire()
    {
        var reply = SuiteWire.Run(Judged());
        Assert.Equal(6, reply.Grid!.Rows.Count);
        Assert.Equal("b (NODES=3, spec.load[0].rate=50/s)", reply.Members[0].Name);
        Assert.Equal("3", reply.Members[0].Cell["NODES"]);
    }
}
