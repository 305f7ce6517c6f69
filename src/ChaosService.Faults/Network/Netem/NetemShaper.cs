using System.Text.Json;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Faults.Network.Shaping;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Netem;

/// <summary>
/// Shapes in the kernel. Nothing has to be kept alive; packets in the tree when it is replaced are lost and retransmitted by TCP.
/// </summary>
internal sealed class NetemShaper : IShaper
{
    public string Name => "netem";

    public int ShapesMax => TcTree.ClassesMax;

    public async Task CheckAsync(string node, int pid, CancellationToken cancellationToken)
    {
        foreach (var device in ProcNet.Interfaces(pid))
            if (await RootAsync(pid, device, cancellationToken) is { IsOurs: false } foreign)
                throw new FaultRefusedException(
                    $"{device} of {node} is shaped by somebody else ({foreign.Kind} {foreign.Handle}), which is never replaced; remove it "
                        + $"first: tc qdisc del dev {device} root");
    }

    public async Task ApplyAsync(int pid, NetworkState state, CancellationToken cancellationToken)
    {
        await ClearAsync(pid, cancellationToken);
        if (state.Shapes.Count == 0) return;
        var batch = string.Concat(ProcNet.Interfaces(pid).Select(device => TcTree.For(device, state.Shapes)));
        await CommandRunner.RunOrThrowAsync(NetworkNamespace.Enter(pid, BatchCommand(batch)), cancellationToken);
    }

    public IReadOnlyList<Shape> Held(NetworkState state) => [.. state.Shapes.Select(s => NetemOptions.AsTold(s.Shape))];

    /// <summary>Every interface has the same classes. One that lacks some shows what is lacking.</summary>
    public async Task<IReadOnlyList<HeldPackets>> ReadAsync(int pid, CancellationToken cancellationToken)
    {
        var devices = new List<IReadOnlyList<HeldPackets>>();
        foreach (var device in ProcNet.Interfaces(pid))
        {
            var list = NetworkNamespace.Enter(pid, new("tc", "-s", "-j", "qdisc", "show", "dev", device));
            devices.Add(NetemClasses.Parse(await CommandRunner.RunOrThrowAsync(list, cancellationToken)));
        }
        return NetemClasses.Together(devices);
    }

    public IReadOnlyList<string> Describe(NetworkState state) =>
        state.Shapes.Count == 0 ? [] : [$"tc -batch - <<\n{TcTree.For("<interface>", state.Shapes)}"];

    /// <summary>Removes our tree where there is one.</summary>
    public static async Task ClearAsync(int pid, CancellationToken cancellationToken)
    {
        foreach (var device in ProcNet.Interfaces(pid))
            if (await RootAsync(pid, device, cancellationToken) is { IsOurs: true })
                await CommandRunner.RunOrThrowAsync(NetworkNamespace.Enter(pid, BatchCommand(TcTree.Remove(device))), cancellationToken);
    }

    public static async Task<bool> IsThereAsync(int pid, CancellationToken cancellationToken)
    {
        foreach (var device in ProcNet.Interfaces(pid))
            if (await RootAsync(pid, device, cancellationToken) is { IsOurs: true }) return true;
        return false;
    }

    private static Command BatchCommand(string batch) => new("tc", "-batch", "-") { Input = batch };

    /// <summary>Null when the device has only what the kernel gave it, which has the handle 0.</summary>
    private static async Task<RootQdisc?> RootAsync(int pid, string device, CancellationToken cancellationToken)
    {
        var list = NetworkNamespace.Enter(pid, new("tc", "-j", "qdisc", "show", "dev", device));
        return Parse(await CommandRunner.RunOrThrowAsync(list, cancellationToken));
    }

    internal static RootQdisc? Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var qdisc in document.RootElement.EnumerateArray())
        {
            var handle = qdisc.GetProperty("handle").GetString() ?? "";
            if (qdisc.TryGetProperty("root", out _) && handle != "0:") return new(qdisc.GetProperty("kind").GetString() ?? "", handle);
        }
        return null;
    }

    internal sealed record RootQdisc(string Kind, string Handle)
    {
        public bool IsOurs => Handle == TcTree.Root;
    }
}
