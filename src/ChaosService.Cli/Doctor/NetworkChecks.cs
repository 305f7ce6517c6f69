using ChaosService.Docker.Processes;

namespace ChaosService.Cli.Doctor;

/// <summary>Requirements of network faults.</summary>
internal static class NetworkChecks
{
    private static readonly Command TryNetem = InOwnNetwork("tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms");

    public static IReadOnlyList<DoctorCheck> All { get; } =
    [
        new("nsenter", "every network fault", NsenterAsync),
        new("nftables", "network-partition", NftablesAsync),
        new("iptables", "shaping packets by NFQUEUE", IptablesAsync),
        new("netem", "shaping packets in the kernel", NetemAsync),
        new("NFQUEUE", "shaping packets where the kernel has no netem", NfqueueAsync),
    ];

    private static async Task<Diagnosis> NsenterAsync(Machine machine, CancellationToken cancellationToken) => Answers.Diagnose(
        await machine.RunAsync(new Command("nsenter", "--net=/proc/self/ns/net", "true"), cancellationToken),
        "enters network namespaces", "util-linux", "run as root, with CAP_SYS_ADMIN");

    private static async Task<Diagnosis> NftablesAsync(Machine machine, CancellationToken cancellationToken) => Answers.Diagnose(
        await machine.RunAsync(InOwnNetwork("nft", "add", "table", "inet", "chaosservice"), cancellationToken),
        "takes the table inet chaosservice", "nftables", "a kernel with nf_tables is needed (modprobe nf_tables)");

    private static async Task<Diagnosis> IptablesAsync(Machine machine, CancellationToken cancellationToken)
    {
        var version = await machine.RunAsync(new Command("iptables", "--version"), cancellationToken);
        return Answers.Diagnose(version, version.Output.Trim(), "iptables", "iptables --version must answer");
    }

    private static async Task<Diagnosis> NetemAsync(Machine machine, CancellationToken cancellationToken)
    {
        var found = Answers.Diagnose(
            await machine.RunAsync(TryNetem, cancellationToken), "in the kernel", "iproute2",
            "a kernel with sch_netem is needed (modprobe sch_netem); NFQUEUE is used instead");
        return found.Status == DoctorStatus.Ok ? found : found with { Status = DoctorStatus.Degraded };
    }

    private static async Task<Diagnosis> NfqueueAsync(Machine machine, CancellationToken cancellationToken)
    {
        var rule = InOwnNetwork("iptables", "-A", "OUTPUT", "-j", "NFQUEUE", "--queue-num", "0", "--queue-bypass");
        var found = Answers.Diagnose(
            await machine.RunAsync(rule, cancellationToken), "in the kernel", "iptables",
            "a kernel with xt_NFQUEUE and nfnetlink_queue is needed (modprobe nfnetlink_queue)");
        if (found.Status == DoctorStatus.Ok) return found;
        var netem = await machine.RunAsync(TryNetem, cancellationToken);
        return netem.Succeeded ? found with { Status = DoctorStatus.Degraded } : found;
    }

    /// <summary>The namespace, and everything that the command creates in it, disappears when the command ends.</summary>
    private static Command InOwnNetwork(string program, params string[] arguments) =>
        new("unshare", ["--net", "--", program, .. arguments]);
}
