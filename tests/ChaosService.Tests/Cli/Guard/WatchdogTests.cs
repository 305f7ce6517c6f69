using ChaosService.Cli.Guard;

namespace ChaosService.Tests.Cli.Guard;

public sealed class WatchdogTests
{
    [Fact]
    public void Unit_of_systemd_is_started_again_until_the_watchdog_ends_by_itself() => Assert.Equal(
        "systemd-run --quiet --collect --no-ask-password --unit=w '--description=ChaosService: takes back what a killed run leaves' "
            + "--property=Restart=on-failure --property=RestartSec=1s --property=StartLimitIntervalSec=0 --setenv=DOCKER_HOST=unix:///a -- "
            + "/opt/chaosctl watchdog --pid 7",
        Watchdog.Unit("w", ["/opt/chaosctl", "watchdog", "--pid", "7"], ["DOCKER_HOST=unix:///a"]).ToString());
}
