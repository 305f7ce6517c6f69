using ChaosService.Docker.Processes;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Faults.Network.Nftables;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network;

/// <summary>
/// What this machine's kernel and tools can do to a network. Every probe runs in a network namespace that is gone when it ends; none
/// touches the host's interfaces or rules.
/// </summary>
public static class NetworkProbes
{
    /// <summary>Dropping packets: <c>network-partition</c>.</summary>
    public static ValueTask<FaultAvailability> NftablesAsync(CancellationToken cancellationToken) => ProbeAsync(
        "nftables", "install nftables; the kernel needs CONFIG_NF_TABLES_INET",
        Nft.ApplyCommand(NftDocument.Remove), cancellationToken);

    /// <summary>Shaping packets in the kernel: the first choice of every fault that lets them arrive.</summary>
    public static ValueTask<FaultAvailability> NetemAsync(CancellationToken cancellationToken) => ProbeAsync(
        "netem", "install iproute2 and load the module sch_netem (Debian: modprobe sch_netem)",
        new Command("tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms"), cancellationToken);

    /// <summary>Shaping packets in this process: the second choice.</summary>
    public static ValueTask<FaultAvailability> NfqueueAsync(CancellationToken cancellationToken) => ProbeAsync(
        "nfqueue", "install iptables; the kernel needs the modules xt_NFQUEUE and nfnetlink_queue",
        new Command("iptables", "-t", "mangle", "-A", "OUTPUT", "-j", "NFQUEUE", "--queue-num", "0", "--queue-bypass"), cancellationToken);

    private static async ValueTask<FaultAvailability> ProbeAsync(
        string name, string fix, Command command, CancellationToken cancellationToken)
    {
        var result = await CommandRunner.RunAsync(NetworkNamespace.EnterNew(command), cancellationToken);
        if (result.Succeeded) return new(true, name);
        var said = result.Error.Trim().Split('\n')[0];
        return new(
            false,
            IsRefusal(said)
                ? $"{name}: entering a network namespace {Privileges.Own().Explain(Privileges.OfNetworks)}"
                : $"{name} is not there ({said}); {fix}");
    }

    /// <summary>Tools say it in their own words.</summary>
    private static bool IsRefusal(string said) =>
        said.Contains("not permitted", StringComparison.OrdinalIgnoreCase)
            || said.Contains("permission denied", StringComparison.OrdinalIgnoreCase)
        || said.Contains("must be root", StringComparison.OrdinalIgnoreCase);
}
