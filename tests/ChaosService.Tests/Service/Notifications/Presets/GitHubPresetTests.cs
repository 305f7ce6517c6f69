using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Options;

namespace ChaosService.Tests.Service.Notifications.Presets;

public sealed class GitHubPresetTests
{
    private static readonly ReceiverOptions GitHub = new() { Kind = "github", Token = "ghp_t0ken" };

    [Fact]
    public void End_of_a_run_is_the_status_of_its_commit()
    {
        var request = Samples.Write("github", Samples.Ended(), GitHub, "https://api.github.com")!;
        var body = Samples.Json(request);

        Assert.Equal($"https://api.github.com/repos/acme/db/statuses/{Samples.Commit}", request.Url.AbsoluteUri);
        Assert.Equal(
            ("Bearer ghp_t0ken", "application/vnd.github+json", "2022-11-28"),
            (request.Headers["Authorization"], request.Headers["Accept"], request.Headers["X-GitHub-Api-Version"]));
        Assert.Equal(
            ["failure", $"https://chaos.example/runs/{Samples.RunId}", "calm is invalid: linearizable: 1 stale read", "chaosservice/calm"],
            new[] { "state", "target_url", "description", "context" }.Select(p => body.GetProperty(p).GetString()));
    }

    [Fact]
    public void Each_end_has_its_state() =>
        Assert.Equal(
            ["pending", "success", "failure", "error", "error", "error", "error", "failure", "error", "success"],
            Samples.OfEachType.Select(e => Samples.Write("github", e, GitHub))
                .OfType<ChaosService.Service.Notifications.Presets.OutgoingRequest>()
                .Select(r => Samples.Json(r).GetProperty("state").GetString()));

    [Fact]
    public void Fault_that_stays_has_a_status_beside_that_of_the_run() =>
        Assert.Equal(
            "chaosservice/calm/f1", Samples.Json(Samples.Write("github", Samples.NotReverted, GitHub)).GetProperty("context").GetString());

    [Fact]
    public void Description_is_as_long_as_GitHub_takes() =>
        Assert.Equal(140, Samples.Json(Samples.Write("github", Samples.Ended(reason: new string('r', 1000)), GitHub))
            .GetProperty("description").GetString()!.Length);

    [Theory]
    [InlineData("commit", "main")]
    [InlineData("commit", "0123456")]
    [InlineData("commit", "../../../user")]
    [InlineData("repository", "db")]
    [InlineData("repository", "../..")]
    [InlineData("repository", "acme/..")]
    [InlineData("repository", "acme/.")]
    [InlineData("repository", "acme/db/../../user")]
    [InlineData("repository", "acme/db?x=")]
    [InlineData("repository", "")]
    public void Label_that_is_none_gives_no_status(string label, string value) =>
        Assert.Null(Samples.Write("github", Labelled(label, value), GitHub));

    [Fact]
    public void Run_without_a_commit_gives_none() => Assert.Null(Samples.Write(
        "github", Samples.Factory().RunEnded(Samples.Run() with { Labels = new Dictionary<string, string>() }, null), GitHub));

    [Fact]
    public void Repository_of_the_options_serves_runs_that_name_none_and_keeps_out_those_that_name_another()
    {
        var only = GitHub with { Repository = "acme/db" };
        var named = Samples.Run() with { Labels = new Dictionary<string, string> { ["commit"] = Samples.Commit } };

        Assert.EndsWith(
            $"/repos/acme/db/statuses/{Samples.Commit}",
            Samples.Write("github", Samples.Factory().RunEnded(named, null), only)!.Url.AbsoluteUri);
        Assert.NotNull(Samples.Write("github", Samples.Ended(), only));
        Assert.Null(Samples.Write("github", Labelled("repository", "acme/other"), only));
    }

    [Fact]
    public void Enterprise_address_keeps_its_path() =>
        Assert.Equal(
            $"https://git.example/api/v3/repos/acme/db/statuses/{Samples.Commit}",
            Samples.Write("github", Samples.Ended(), GitHub, "https://git.example/api/v3/")!.Url.AbsoluteUri);

    [Fact]
    public void Run_that_is_as_expected_is_a_success() =>
        Assert.Equal(
            ("success", "calm is invalid, as expected: linearizable: 1 stale read"),
            Samples.Json(Samples.Write("github", Samples.Ended(RunState.Finished, Outcome.Invalid, 0), GitHub)) is var b ? (
                b.GetProperty("state").GetString(), b.GetProperty("description").GetString()) : default);

    private static Notification Labelled(string label, string value) =>
        Samples.Factory()
            .RunEnded(Samples.Run() with { Labels = new Dictionary<string, string>(Samples.Run().Labels) { [label] = value } }, null);
}
