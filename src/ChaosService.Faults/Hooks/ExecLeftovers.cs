using ChaosService.Faults.Container;
using ChaosService.Model.Ids;
using Docker.DotNet;

namespace ChaosService.Faults.Hooks;

/// <summary>Runs the undo of a hook. In a node it waits for the node to run; a node that is gone took what was done in it along.</summary>
internal sealed class ExecLeftovers(DockerClient docker, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task UndoAsync(ExecRecipe recipe, CancellationToken cancellationToken)
    {
        foreach (var call in recipe.Calls) await UndoAsync(recipe.Undo, call, cancellationToken);
    }

    public async Task UndoAsync(IReadOnlyList<string> undo, HookCall call, CancellationToken cancellationToken)
    {
        var now = call;
        if (call.Where == HookPlace.Node)
        {
            if (await RunningAsync(call, cancellationToken) is not { } id) return;
            now = call with { ContainerId = id };
        }
        var result = await new HookRunner(docker, time).RunAsync(now, undo, cancellationToken);
        if (result.ExitCode != 0) throw new InvalidOperationException($"{call.Node}: {result.Sentence("undo")}");
    }

    /// <summary>Null when the node has no container any more.</summary>
    private async Task<ContainerId?> RunningAsync(HookCall call, CancellationToken cancellationToken)
    {
        for (var from = time.GetTimestamp(); ;)
        {
            if (await docker.CurrentAsync(call.Project, call.Node, call.ContainerId, cancellationToken) is not { } id) return null;
            if (await docker.StateOfAsync(id, cancellationToken) is { Running: true, Paused: false }) return id;
            if (time.GetElapsedTime(from) > Patience)
                throw new InvalidOperationException(
                    $"{call.Node} does not run, so what was done in it cannot be undone; start it and try again.");
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
