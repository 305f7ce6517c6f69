using ChaosService.Docker.Processes;

namespace ChaosService.Tests.Docker.Processes;

public sealed class PrivilegesTests
{
    private const string All = "000001ffffffffff";

    [Theory]
    [InlineData("1000\t1000\t1000\t1000", "0000000000000000", "needs root; run with sudo")]
    [InlineData("0\t1000\t1000\t1000", "0000000000000000", "needs root; run with sudo")]
    [InlineData(
        "0\t0\t0\t0", "000001ffffdfffff",
        "needs CAP_SYS_ADMIN, which this process lacks although it is root (docker: cap_add, systemd: CapabilityBoundingSet)")]
    [InlineData(
        "1000\t0\t0\t0", "00000000a80425fb",
        "needs CAP_SYS_ADMIN, CAP_NET_ADMIN, CAP_SYS_PTRACE, which this process lacks although it is root "
        + "(docker: cap_add, systemd: CapabilityBoundingSet)")]
    [InlineData(
        "0\t0\t0\t0", All,
        "is not permitted although this process has the capabilities: seccomp, AppArmor or SELinux confine it; start it unconfined")]
    public void Refusal_is_explained_by_what_the_process_lacks(string ids, string effective, string why) =>
        Assert.Equal(why, Privileges.Parse($"Name:\tx\nUid:\t{ids}\nCapEff:\t{effective}\n")!.Explain(Privileges.OfNetworks));

    [Fact]
    public void Text_that_says_nothing_of_capabilities_is_no_answer() => Assert.Null(Privileges.Parse("Name:\tx\n"));

    [Fact]
    public void Own_process_can_be_read() => Assert.NotNull(Privileges.Own());
}
