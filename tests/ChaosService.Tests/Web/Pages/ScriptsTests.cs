using System.Runtime.CompilerServices;
using ChaosService.Docker.Processes;

namespace ChaosService.Tests.Web.Pages;

public sealed class ScriptsTests
{
    /// <summary>
    /// The parts that need no browser; the build needs npm, so node is there. What needs one is tested in a real browser.
    /// </summary>
    [Fact]
    public async Task Pure_parts_of_the_scripts_hold()
    {
        var tests = Path.Combine(Path.GetDirectoryName(ThisFile())!, "scripts.test.mjs");

        var result = await CommandRunner.RunAsync(
            new Command("node", "--test", tests) { Timeout = TimeSpan.FromMinutes(1) }, TestContext.Current.CancellationToken);

        Assert.True(result.Succeeded, result.Output + result.Error);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
