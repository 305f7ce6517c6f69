using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Reset;
using ChaosService.Model.Faults;

namespace ChaosService.Docker.Tests.Faults;

[Trait("needs", "docker")]
public sealed class ResetTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly ResetParameters FromEveryone = new(PeerChoice.Everyone);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_ends_see_their_connection_reset_and_new_ones_can_be_made()
    {
        await using var connection = await LongConnection.OpenAsync(small, "n1", "n2");
        await using var fault = small.Fault("f1", "connection-reset", FromEveryone, "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);

        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        Assert.Equal("0 of 1 connections that n1 had with anybody are left", effect.Evidence);
        Assert.True(await connection.IsResetAtBothEndsAsync(Stop));

        await fault.RevertAsync(Stop);
        var recovery = await fault.ObserveRecoveryAsync(Stop);
        output.WriteLine(recovery.Evidence);
        Assert.True(recovery.Seen, recovery.Evidence);
        await using var again = await LongConnection.OpenAsync(small, "n1", "n2");
    }

    [Fact]
    public async Task Connections_with_others_than_those_named_stay()
    {
        await using var kept = await LongConnection.OpenAsync(small, "n1", "n2");
        await using var ended = await LongConnection.OpenAsync(small, "n3", "n1");
        await using var fault = small.Fault("f1", "connection-reset", new ResetParameters(new(PeerScope.Names, ["n3"])), "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);

        var effect = await fault.ObserveEffectAsync(Stop);
        Assert.True(effect.Seen, effect.Evidence);
        Assert.True(await ended.IsResetAtBothEndsAsync(Stop));
        Assert.True(await kept.WorksAsync(Stop));
    }

    [Fact]
    public async Task Connections_with_members_are_no_clients()
    {
        await using var member = await LongConnection.OpenAsync(small, "n3", "n1");
        await using var server = await NodeServer.StartAsync(small, "n1");
        using var client = await server.ConnectAsync(small, from: null);
        await using var fault = small.Fault("f1", "connection-reset", new ResetParameters(PeerChoice.Clients), "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        Assert.Equal(new Proof(true, "0 of 1 connections that n1 had with clients are left"), await fault.ObserveEffectAsync(Stop));
        Assert.Null(await NodeServer.AskAsync(client, 7));
        Assert.True(await member.WorksAsync(Stop));
    }

    [Fact]
    public async Task Node_without_connections_shows_no_effect()
    {
        await using var fault = small.Fault("f1", "connection-reset", new ResetParameters(PeerChoice.Peers), "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        Assert.Equal(new Proof(false, "n1 had no connection with n2, n3"), await fault.ObserveEffectAsync(Stop));
    }

    [Fact]
    public async Task Connection_that_somebody_kept_alive_is_seen()
    {
        await using var fault = small.Fault("f1", "connection-reset", FromEveryone, "n1");
        await fault.PrepareAsync(Stop);
        await using var connection = await LongConnection.OpenAsync(small, "n1", "n2");
        await fault.InjectAsync(Stop);
        // The same ends as before: it looks as if nothing had been reset.
        await using var again = await connection.OpenAgainAsync();
        var effect = await fault.ObserveEffectAsync(Stop);
        Assert.Equal(new Proof(false, "1 of 1 connections that n1 had with anybody are left"), effect);
    }

    [Fact]
    public async Task This_machine_can_do_it() => Assert.Equal(
        new FaultAvailability(true, "ss -K"), await small.Kinds["connection-reset"].ProbeAsync(Stop));
}
