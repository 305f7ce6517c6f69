using System.Text.Json;
using ChaosService.Cli.Doctor;

namespace ChaosService.Tests.Cli.Doctor;

public sealed class DoctorTextTests
{
    private static readonly DoctorResult[] Results =
    [
        new("docker", DoctorStatus.Ok, "20.10", "every target"),
        new("nft", DoctorStatus.Missing, "not installed", "network-partition", "install nftables"),
    ];

    [Fact]
    public void Lines_name_the_need_and_the_fix_of_what_is_missing() => Assert.Equal(
        [
            "ok        docker  20.10",
            "missing   nft     not installed",
            "                  needed for network-partition",
            "                  fix: install nftables",
            "not ready: 1 missing, 0 degraded",
        ],
        DoctorText.Lines(Results));

    [Fact]
    public void Lines_end_with_ready_when_nothing_is_missing() =>
        Assert.Equal("ready, 1 degraded", DoctorText.Lines([new("netem", DoctorStatus.Degraded, "unknown", "delay", "NFQUEUE")]).Last());

    [Fact]
    public void Json_holds_every_member_that_is_there()
    {
        var json = JsonDocument.Parse(DoctorText.Json(Results)).RootElement;

        Assert.Equal("ok", json[0].GetProperty("status").GetString());
        Assert.False(json[0].TryGetProperty("fix", out _));
        Assert.Equal("install nftables", json[1].GetProperty("fix").GetString());
        Assert.Equal("network-partition", json[1].GetProperty("neededFor").GetString());
    }
}
