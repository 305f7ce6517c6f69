using System.Globalization;

namespace ChaosService.Docker.Processes;

/// <summary>
/// What the kernel allows this process to do (capabilities(7)). A root user who lacks a capability is shown which: "be root" would not
/// help.
/// </summary>
/// <param name="IsRoot">By its effective user.</param>
/// <param name="Effective">One bit for each capability.</param>
public sealed record Privileges(bool IsRoot, ulong Effective)
{
    private static readonly Dictionary<string, int> Bits = new(StringComparer.Ordinal)
    {
        ["CAP_DAC_OVERRIDE"] = 1, ["CAP_KILL"] = 5, ["CAP_NET_ADMIN"] = 12, ["CAP_SYS_CHROOT"] = 18, ["CAP_SYS_PTRACE"] = 19,
        ["CAP_SYS_ADMIN"] = 21,
    };

    /// <summary>Required to enter a node's network and change its rules.</summary>
    public static IReadOnlyList<string> OfNetworks { get; } = ["CAP_SYS_ADMIN", "CAP_NET_ADMIN", "CAP_SYS_PTRACE"];

    /// <summary>Required to write to a node's filesystem, freeze it and remount it.</summary>
    public static IReadOnlyList<string> OfDisks { get; } = ["CAP_SYS_ADMIN", "CAP_SYS_PTRACE", "CAP_SYS_CHROOT", "CAP_DAC_OVERRIDE"];

    /// <summary>Required to signal a process in a node.</summary>
    public static IReadOnlyList<string> OfProcesses { get; } = ["CAP_KILL", "CAP_SYS_PTRACE"];

    /// <summary>Required for all kinds of fault together.</summary>
    public static IReadOnlyList<string> OfEverything { get; } = [.. Bits.Keys];

    /// <summary>Those of this process. Throws where there is no /proc.</summary>
    public static Privileges Own() =>
        Parse(File.ReadAllText("/proc/self/status"))
            ?? throw new PlatformNotSupportedException("/proc/self/status does not say which capabilities there are; Linux is needed.");

    /// <summary>Parses the text of /proc/PID/status; null when it contains no capabilities.</summary>
    public static Privileges? Parse(string status)
    {
        string? Line(string key) =>
            status.Split('\n').FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal))?[key.Length..].Trim();
        var ids = Line("Uid:")?.Split('\t', ' ');
        return ulong.TryParse(Line("CapEff:"), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var effective)
            ? new(ids is [_, "0", ..] or null, effective)
            : null;
    }

    public IReadOnlyList<string> Lacking(IReadOnlyList<string> names) => [.. names.Where(n => (Effective & (1UL << Bits[n])) == 0)];

    /// <summary>Why it was not permitted, and the fix, as the end of a sentence: <c>needs root; run with sudo</c>.</summary>
    public string Explain(IReadOnlyList<string> names) => (IsRoot, Lacking(names)) switch
    {
        (_, []) => "is not permitted although this process has the capabilities: "
            + "seccomp, AppArmor or SELinux confine it; start it unconfined",
        (false, _) => "needs root; run with sudo",
        (_, var lacking) => $"needs {string.Join(", ", lacking)}, which this process lacks although it is root "
            + "(docker: cap_add, systemd: CapabilityBoundingSet)",
    };
}
