using System.Text.Json;
using ChaosService.Faults.Container;
using ChaosService.Faults.Process;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Resource.FdLimit;

/// <summary>The processes whose limit a fault lowers, and what it was.</summary>
internal sealed record FdLimitRecipe(ContainerRecipe Nodes, IReadOnlyList<FdLimitRecipe.Limited> Processes)
{
    /// <param name="Found">The soft limit before the fault.</param>
    /// <param name="Set">What the fault writes: a process that has something else has it from someone else.</param>
    public sealed record Limited(string Node, NodeProcess Process, ulong Found, ulong Set);

    public static FdLimitRecipe Read(RevertRecipe recipe) =>
        JsonSerializer.Deserialize<FdLimitRecipe>(recipe.Data) ?? throw new JsonException("The recipe is empty.");

    public RevertRecipe ToRevertRecipe(string kind) =>
        new(
            kind, JsonSerializer.Serialize(this),
            $"give {Processes.Count} processes of {string.Join(", ", Nodes.Containers.Select(c => c.Node))} their limit of open files "
                + "back, and start what died of it");

    /// <summary>What a process has to have again; null: it is not the fault's. One that was started since has its parent's limit.</summary>
    public ulong? FoundOf(string node, NodeProcess process, ulong soft)
    {
        var own = Processes.Where(p => p.Node == node).ToList();
        var known = own.Find(p => p.Process.Pid == process.Pid && p.Process.StartTicks == process.StartTicks);
        return (known is null ? own.Find(p => p.Set == soft) : known.Set == soft ? known : null)?.Found;
    }

    /// <summary>Gives the processes of a node back what they had.</summary>
    /// <param name="pid">The node's first process; 0: it does not run, and what starts it gives it new limits.</param>
    public void Restore(string node, int pid)
    {
        foreach (var process in NodeProcess.Of(pid))
            if (OpenFileLimit.Of(process.Pid) is { } now && FoundOf(node, process, now.Soft) is { } found && process.Runs())
                OpenFileLimit.SetSoft(process.Pid, found);
    }
}
