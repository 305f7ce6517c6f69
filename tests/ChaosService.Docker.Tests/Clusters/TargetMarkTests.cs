using ChaosService.Docker.Clusters;
using ChaosService.Docker.Engine;
using ChaosService.Engine.Journal;
using ChaosService.Model.Runs;
using Docker.DotNet;
using Machine = ChaosService.Engine.Journal.Processes;

namespace ChaosService.Docker.Tests.Clusters;

/// <summary>Two state directories, one engine.</summary>
[Trait("needs", "docker")]
public sealed class TargetMarkTests : IDisposable
{
    private readonly DirectoryInfo _one = Directory.CreateTempSubdirectory("chaosservice-marks-");
    private readonly DirectoryInfo _other = Directory.CreateTempSubdirectory("chaosservice-marks-");
    private readonly DockerClient _docker = EngineEndpoint.FromEnvironment().CreateClient();
    private readonly string _project = $"marks-{Guid.NewGuid().ToString("n")[..8]}";

    private TargetMarks Marks => new(_docker);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _docker.Dispose();
        _one.Delete(recursive: true);
        _other.Delete(recursive: true);
    }

    [Fact]
    public async Task Target_that_one_holds_is_taken_for_the_other_until_it_lets_go()
    {
        await using (await Holds(_one).AcquireAsync(new(_project), "first-run", Stop))
        {
            var busy = await Assert.ThrowsAsync<TargetBusyException>(() => Holds(_other).AcquireAsync(new(_project), "second-run", Stop));
            Assert.Contains($"target '{_project}' is held by run first-run (process {Environment.ProcessId}", busy.Message);
        }

        await (await Holds(_other).AcquireAsync(new(_project), "second-run", Stop)).DisposeAsync();
        Assert.Empty(await Marks.ListAsync(new(_project), Stop));
    }

    [Fact]
    public async Task Mark_is_read_back_as_it_was_put_and_removed_twice()
    {
        var mark = new TargetMark(new(_project), "killed-run", new ProcessIdentity(1, -1), Machine.Boot, TimeProvider.System.GetUtcNow());
        await Marks.PutAsync(mark, Stop);
        Assert.Equal([mark], await Marks.ListAsync(new(_project), Stop));
        Assert.Contains(mark, await Marks.ListAsync(project: null, Stop));

        await using (await Holds(_one).AcquireAsync(new(_project), "next-run", Stop))
            Assert.Equal("next-run", Assert.Single(await Marks.ListAsync(new(_project), Stop)).RunId);
        await Marks.RemoveAsync(mark, Stop);
    }

    private TargetHolds Holds(DirectoryInfo state) => new(new StateDatabase(state.FullName), TimeProvider.System, Marks);
}
