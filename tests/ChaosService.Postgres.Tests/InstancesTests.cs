using System.Data.Common;
using ChaosService.Engine.Store.Postgres;
using ChaosService.Engine.Store.Runs;
using ChaosService.Engine.Store.Sql;
using ChaosService.Model.Runs;
using ChaosService.Postgres.Tests.Running;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Postgres.Tests;

public sealed class InstancesTests(PostgresServer server)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Target_is_held_by_one_run_until_it_is_given_back_or_its_holder_is_gone()
    {
        using var database = await OpenDatabase.NewAsync(server);
        var (one, two) = (database.Living("one"), database.Living("two"));
        var (first, second) = (new TargetLeases(one), new TargetLeases(two));

        Assert.True(first.TryTake(new("p"), "r1"));
        Assert.True(first.TryTake(new("p"), "r1"));
        Assert.False(first.TryTake(new("p"), "r2"));
        Assert.False(second.TryTake(new("p"), "r3"));
        Assert.Equal(("r1", "one"), second.Holder(new("p")));
        second.GiveBack(new("p"), "r1");
        Assert.False(second.TryTake(new("p"), "r3"));
        first.GiveBack(new("p"), "r1");
        Assert.True(second.TryTake(new("p"), "r3"));

        await database.ExpireAsync("two");
        Assert.False(first.TryTake(new("p"), "r4"));
        Assert.Equal(["two"], new Instances(one).BuryTheDead());
        Assert.True(first.TryTake(new("p"), "r4"));
    }

    [Fact]
    public async Task Life_that_is_over_cannot_be_renewed_nor_hold_a_target()
    {
        using var database = await OpenDatabase.NewAsync(server);
        var (one, two) = (database.Living("one"), database.Living("two"));

        Assert.True(new Instances(one).Renew(Minute));
        await database.ExpireAsync("one");
        // Nobody looked yet: it is still its own.
        Assert.True(new Instances(one).Renew(Minute));
        await database.ExpireAsync("one");
        new Instances(two).BuryTheDead();

        Assert.False(new Instances(one).Renew(Minute));
        Assert.ThrowsAny<DbException>(() => new TargetLeases(one).TryTake(new("p"), "r1"));
    }

    [Fact]
    public async Task Renewal_that_is_under_way_counts_when_others_look()
    {
        using var database = await OpenDatabase.NewAsync(server);
        var (one, two) = (database.Living("one"), database.Living("two"));
        await database.ExpireAsync("one");
        await using var connection = one.Connect();
        await using var renewal = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        Database.Execute(connection, "UPDATE instance SET expires_at = clock_timestamp() + interval '1 minute' WHERE name = 'one'");

        var burial = Task.Run(new Instances(two).BuryTheDead);
        await renewal.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Empty(await burial);
    }

    [Fact]
    public async Task Name_is_one_instances_until_it_is_gone_and_a_restart_takes_it_at_once()
    {
        using var database = await OpenDatabase.NewAsync(server);
        var first = database.Living("one", stateId: "a");

        Assert.Contains(
            "another instance of the shared store is called 'one': process 1 on 'here'",
            Assert.Throws<IOException>(() => database.Living("one", stateId: "b")).Message);
        var restarted = database.Living("one", stateId: "a");
        Assert.True(restarted.Life > first.Life);
        Assert.False(new Instances(first).Renew(Minute));

        await database.ExpireAsync("one");
        Assert.True(database.Living("one", stateId: "b").Life > restarted.Life);
    }

    [Fact]
    public async Task Runs_of_an_instance_are_orphans_when_it_is_gone_and_not_before()
    {
        using var database = await OpenDatabase.NewAsync(server);
        var (one, two) = (database.Living("one"), database.Living("two"));
        new RunStore(one).Add(StoredRuns.One("r1", RunState.Running));
        new RunStore(two).Add(StoredRuns.One("r2", RunState.Running));

        Assert.Empty(new RunStore(two).EndUnfinished(DateTimeOffset.UnixEpoch));
        Assert.Equal(["r1", "r2"], new SharedRuns(two).GoingOn().Select(r => r.Id));
        await database.ExpireAsync("one");
        new Instances(two).BuryTheDead();

        Assert.Equal(["r1"], new RunStore(two).EndUnfinished(DateTimeOffset.UnixEpoch));
        Assert.Equal([("r2", "two")], new SharedRuns(two).GoingOn().Select(r => (r.Id, r.Instance)));
    }

    [Fact]
    public async Task What_others_ask_to_end_reaches_the_instance_that_has_it_once()
    {
        using var database = await OpenDatabase.NewAsync(server);
        var (one, two) = (database.Living("one"), database.Living("two"));
        new RunStore(one).Add(StoredRuns.One("r1", RunState.Running));

        new SharedRuns(two).AskToAbort("r1", "why");
        new SharedRuns(two).AskToAbort("r1", "again");

        Assert.Empty(new SharedRuns(two).AskedToAbort());
        Assert.Equal([("r1", "why")], new SharedRuns(one).AskedToAbort());
        Assert.Empty(new SharedRuns(one).AskedToAbort());
    }
}
