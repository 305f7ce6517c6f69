using System.Net;
using ChaosService.Faults.Network.Namespaces;

namespace ChaosService.Tests.Faults.Network;

public sealed class ProcNetTests
{
    [Theory]
    [InlineData("   0: 00000000:094B 00000000:0000 0A 00000000:00000000 00:00000000", 2379)]
    [InlineData("   1: 00000000000000000000000000000000:18EB 00000000000000000000000000000000:0000 0A 0", 6379)]
    [InlineData("   2: 0B00007F:B0A1 00000000:0000 0A 00000000:00000000 00:00000000", null)]
    [InlineData("   3: 00000000000000000000000001000000:18EB 00000000000000000000000000000000:0000 0A 0", null)]
    [InlineData("   4: 020012AC:094B 030012AC:D431 01 00000000:00000000 00:00000000", null)]
    [InlineData("  sl  local_address rem_address   st tx_queue rx_queue", null)]
    public void Port_that_others_can_reach_is_found(string line, int? port) => Assert.Equal(port, ProcNet.ListeningPort(line));

    [Theory]
    [InlineData("   4: 020012AC:094B 030012AC:D431 01 00000000:00000000 00:00000000", "172.18.0.2:2379 172.18.0.3:54321")]
    [InlineData(
        "   4: 0000000000000000FFFF0000020012AC:094B 0000000000000000FFFF0000030012AC:D431 01 0", "172.18.0.2:2379 172.18.0.3:54321")]
    [InlineData("   4: 0100007F:094B 0100007F:D431 01 00000000:00000000", null)]
    [InlineData("   4: 020012AC:094B 030012AC:D431 06 00000000:00000000", null)]
    [InlineData("  sl  local_address rem_address   st tx_queue rx_queue", null)]
    public void Connection_with_others_is_found(string line, string? ends) =>
        Assert.Equal(ends, ProcNet.Established(line) is { } found ? $"{found.Local} {found.Remote}" : null);

    [Fact]
    public void Addresses_are_read_once_and_without_loopback()
    {
        string[] trie =
        [
            "Main:", "     |-- 127.0.0.1", "        /32 host LOCAL", "     |-- 172.18.0.0", "        /16 link UNICAST",
            "     |-- 172.18.0.2", "        /32 host LOCAL", "Local:", "     |-- 172.18.0.2", "        /32 host LOCAL",
        ];
        Assert.Equal([IPAddress.Parse("172.18.0.2")], ProcNet.LocalV4(trie));

        string[] v6 =
        [
            "00000000000000000000000000000001 01 80 10 80       lo", "fe80000000000000004212fffeac0002 03 40 20 80     eth0",
            "fd000000000000000000000000000002 03 40 00 82     eth0",
        ];
        Assert.Equal([IPAddress.Parse("fd00::2")], ProcNet.GlobalV6(v6));
    }
}
