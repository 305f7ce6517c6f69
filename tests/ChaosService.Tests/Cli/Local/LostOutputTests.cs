using ChaosService.Docker.Processes;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Cli.Remote;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Cli.Local;

/// <summary>What a command says cannot be written: its exit code is as it would be.</summary>
public sealed class LostOutputTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("2>/dev/full", 64, "bogus")]
    [InlineData("2>/dev/full", 65, "plan", "nowhere.yaml")]
    [InlineData("2>/dev/full", 65, "check", "nowhere")]
    [InlineData(">/dev/full 2>&1", 69, "--version")]
    [InlineData(">/dev/full 2>&1", 69, "--help")]
    public async Task Error_output_that_is_full_keeps_the_exit_code(string where, int expected, params string[] arguments)
    {
        var result = await RunAsync(where, arguments);
        Assert.Equal((expected, ""), (result.ExitCode, result.Error));
    }

    [Theory]
    [InlineData(">/dev/full", "chaosctl: the output is not whole: No space left on device\n")]
    [InlineData(">/dev/full 2>&1", "")]
    [InlineData("--json >/dev/full 2>&1", "")]
    [InlineData("2>/dev/full", "")]
    public async Task Watching_a_run_comes_to_its_verdict_without_an_output(string where, string error)
    {
        await using var service = await StartAsync("calm");
        service.Work.Outcomes["calm"] = Outcome.Invalid;

        var triggered = await RunAsync(where, "--server", $"{service.Address}", "trigger", "calm", "--wait");
        var watched = await RunAsync(where, "--server", $"{service.Address}", "watch", service.Work.Started.Single());

        Assert.Equal(((1, error), (1, error)), ((triggered.ExitCode, triggered.Error), (watched.ExitCode, watched.Error)));
    }

    [Fact]
    public async Task Watching_a_suite_comes_to_its_verdict_without_an_output()
    {
        await using var service = await StartAsync("a", "b");
        await service.ApplySuiteAsync("experiments: [a, b]");
        service.Work.Outcomes["b"] = Outcome.Unknown;

        var triggered = await RunAsync(">/dev/full 2>&1", "--server", $"{service.Address}", "trigger", "suite/both", "--wait");

        Assert.Equal((2, 2), (triggered.ExitCode, service.Work.Started.Count));
    }

    private static async Task<ServiceUnderTest> StartAsync(params string[] experiments)
    {
        var service = await ServiceUnderTest.StartAsync();
        foreach (var experiment in experiments) await service.ApplyAsync(experiment);
        service.Work.Release();
        return service;
    }

    /// <param name="where">Appended as bash has it: where the outputs go.</param>
    private async Task<CommandResult> RunAsync(string where, params string[] arguments) => await CommandRunner.RunAsync(
        new Command("bash", ["-c", $"exec dotnet \"$0\" \"$@\" {where}", Chaosctl.Program, .. arguments])
        {
            Timeout = TimeSpan.FromMinutes(2),
            Environment = new Dictionary<string, string> { ["CHAOSSERVICE_STATE"] = _directory.File("state") },
        },
        TestContext.Current.CancellationToken);
}
