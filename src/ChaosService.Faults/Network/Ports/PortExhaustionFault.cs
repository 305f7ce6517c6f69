using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Model.Faults;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Network.Ports;

internal sealed class PortExhaustionFault(
    FaultRequest request, string kind, ConcurrentDictionary<(ProjectName Project, string Node), string> holders) : IFault
{
    /// <summary>Where nobody listens: all that is asked is whether a port is found to leave from.</summary>
    private static readonly IPEndPoint Nobody = new(IPAddress.Loopback, 9);

    private readonly ConcurrentDictionary<string, HeldPorts> _held = new(StringComparer.Ordinal);
    private PortRecipe _recipe = new(request.Cluster.Project, request.Id, []);

    public event Action<string>? Interrupted;

    public async Task<RevertRecipe> PrepareAsync(CancellationToken cancellationToken)
    {
        var nodes = new List<PortRecipe.Node>();
        foreach (var name in request.Nodes.Select(n => n.Name))
        {
            if (holders.TryGetValue((request.Cluster.Project, name), out var other) && other != request.Id)
                throw new FaultRefusedException($"The ports of {name} are taken already by {other}; wait for that fault.");
            var node = await request.Cluster.InspectAsync(name, cancellationToken);
            if (node.Pid == 0) throw new FaultRefusedException($"{name} does not run, so it makes no connections; start it first.");
            var found = await PortRange.ReadAsync(node.Pid);
            if (found.Count <= HeldPorts.Width)
                throw new FaultRefusedException(
                    $"{name} has {found.Count} ports to choose from ({found}), and this fault needs more than {HeldPorts.Width}; "
                        + "widen net.ipv4.ip_local_port_range in its network.");
            nodes.Add(new(name, node.ContainerId, found));
        }
        _recipe = _recipe with { Nodes = nodes };
        return _recipe.ToRevertRecipe(kind);
    }

    public async Task InjectAsync(CancellationToken cancellationToken)
    {
        request.Cluster.NodeStarted += TellOfRestart;
        foreach (var node in _recipe.Nodes)
        {
            if (holders.GetOrAdd((request.Cluster.Project, node.Name), request.Id) is var holder && holder != request.Id)
                throw new FaultRefusedException($"The ports of {node.Name} are taken already by {holder}; wait for that fault.");
            var runtime = await request.Cluster.InspectAsync(node.Name, cancellationToken);
            _held[node.Name] = await HeldPorts.TakeAsync(runtime.Pid, node.Found);
        }
    }

    public async Task<Proof> ObserveEffectAsync(CancellationToken cancellationToken) =>
        Proof.All(await Task.WhenAll(_recipe.Nodes.Select(n => EffectAsync(n, cancellationToken))));

    /// <summary>First the range, then the ports: what is chosen from then on is free.</summary>
    public async Task RevertAsync(CancellationToken cancellationToken)
    {
        request.Cluster.NodeStarted -= TellOfRestart;
        foreach (var node in _recipe.Nodes)
        {
            if (_held.ContainsKey(node.Name))
            {
                var now = await request.Cluster.InspectAsync(node.Name, cancellationToken);
                if (now.Pid != 0) await PortRecipe.RestoreAsync(now.Pid, node.Found);
                if (_held.TryRemove(node.Name, out var held)) held.Dispose();
            }
            holders.TryRemove(KeyValuePair.Create((request.Cluster.Project, node.Name), request.Id.Text));
        }
    }

    public async Task<Proof> ObserveRecoveryAsync(CancellationToken cancellationToken) =>
        Proof.All(await Task.WhenAll(_recipe.Nodes.Select(n => RecoveryAsync(n, cancellationToken))));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<Proof> EffectAsync(PortRecipe.Node node, CancellationToken cancellationToken)
    {
        var now = await request.Cluster.InspectAsync(node.Name, cancellationToken);
        if (now.Pid == 0) return new(false, $"{node.Name} is {now.State.ToString().ToLowerInvariant()}, so it makes no connections");
        var (finds, range) = await LookAsync(now.Pid);
        return new(
            !finds,
            $"a new connection of {node.Name} finds {(finds ? "a port" : "no port (EADDRNOTAVAIL)")}; it chooses from {range}, "
                + $"before from {node.Found}");
    }

    private async Task<Proof> RecoveryAsync(PortRecipe.Node node, CancellationToken cancellationToken)
    {
        var now = await request.Cluster.InspectAsync(node.Name, cancellationToken);
        if (now.Pid == 0) return new(true, $"{node.Name} is {now.State.ToString().ToLowerInvariant()}; its network went with it");
        var (finds, range) = await LookAsync(now.Pid);
        return new(
            finds && range.Count != HeldPorts.Width,
            $"a new connection of {node.Name} finds {(finds ? "a port" : "no port")}; it chooses from {range}");
    }

    private static Task<(bool Finds, PortRange Range)> LookAsync(int pid) => NetworkNamespace.RunAsync(pid, () =>
    {
        var range = PortRange.Read();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(Nobody);
            return (true, range);
        }
        catch (SocketException e)
        {
            return (e.SocketErrorCode != SocketError.AddressNotAvailable, range);
        }
    });

    private void TellOfRestart(string node)
    {
        if (_held.ContainsKey(node)) Interrupted?.Invoke($"{node} restarted: its new network has all its ports");
    }
}
