using System.Text.Json;
using ChaosService.Engine.Reporting;
using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Engine.Reporting;

public sealed class ResultsJsonTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("chaosservice-results-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Report_made_again_from_its_results_is_the_same()
    {
        var history = SampleRun.History();
        Reports.Write(SampleRun.Record(history, expected: new Expectation(Outcome.Invalid, "set-full")), history, _directory);
        var (html, junit) = (Text(Reports.HtmlFile), Text(Reports.JUnitFile));
        File.Delete(Path.Combine(_directory, Reports.HtmlFile));

        var model = Reports.Rewrite(_directory, history);

        Assert.True(model.Verdict.ExpectationMet);
        Assert.Equal(html, Text(Reports.HtmlFile));
        Assert.Equal(junit, Text(Reports.JUnitFile));
        Assert.Equal(Text(Reports.ResultsFile), ResultsJson.Write(model));
        Assert.Equal(3, Directory.GetFiles(_directory).Length);
    }

    [Fact]
    public void File_speaks_the_projects_words()
    {
        using var json = JsonDocument.Parse(ResultsJson.Write(Model()));
        var root = json.RootElement;
        var verdict = root.GetProperty("verdict");
        var op = verdict.GetProperty("checks")[0].GetProperty("findings")[0].GetProperty("ops")[0];

        Assert.Equal("invalid", verdict.GetProperty("outcome").GetString());
        Assert.Equal("ok", op.GetProperty("outcome").GetString());
        Assert.Equal(21_600, op.GetProperty("index").GetInt32());
        Assert.Equal("nfqueue", root.GetProperty("environment").GetProperty("network-delay backend").GetString());
        Assert.Equal("""{"delay":"50ms"}""", Compact(root.GetProperty("plan").GetProperty("faults")[1].GetProperty("parameters")));
        Assert.Equal("15s", root.GetProperty("plan").GetProperty("faults")[0].GetProperty("for").GetString());
    }

    [Fact]
    public void Figure_that_is_no_number_survives()
    {
        var model = Model();
        var check = model.Verdict.Checks[0] with
        {
            Figures = new Dictionary<string, double> { ["success_ratio"] = double.NaN, ["gap_s"] = double.PositiveInfinity },
        };
        var path = Save(ResultsJson.Write(model with { Verdict = model.Verdict with { Checks = [check] } }));

        Assert.Equal([double.NaN, double.PositiveInfinity], ResultsJson.Read(path).Verdict.Checks[0].Figures.Values);
    }

    [Theory]
    [InlineData("", "line 1, column 1")]
    [InlineData("null", "it holds null")]
    [InlineData("{\"format\": \"chaosservice/results-v1\",\n \"runId\": oops}", "line 2, column 11")]
    [InlineData("{\"hello\": 1}", "missing required properties")]
    [InlineData("\u0000\u0001garbage", "line 1, column 1")]
    public void Garbage_is_refused_with_its_place_and_the_fix(string text, string expected)
    {
        var path = Save(text);

        var error = Assert.Throws<InvalidDataException>(() => ResultsJson.Read(path));

        Assert.StartsWith($"{path} is not the results of a run: ", error.Message);
        Assert.Contains(expected, error.Message);
        Assert.Contains("'chaosctl check'", error.Message);
    }

    [Fact]
    public void Results_of_another_format_are_refused()
    {
        var path = Save(ResultsJson.Write(Model() with { Format = "chaosservice/results-v9" }));

        Assert.Contains(
            "its format is 'chaosservice/results-v9'", Assert.Throws<InvalidDataException>(() => ResultsJson.Read(path)).Message);
    }

    private static ReportModel Model() => ReportModel.From(SampleRun.Record(SampleRun.History()));

    private static string Compact(JsonElement json) => JsonSerializer.Serialize(json);

    private string Text(string name) => File.ReadAllText(Path.Combine(_directory, name));

    private string Save(string text)
    {
        var path = Path.Combine(_directory, Reports.ResultsFile);
        File.WriteAllText(path, text);
        return path;
    }
}
