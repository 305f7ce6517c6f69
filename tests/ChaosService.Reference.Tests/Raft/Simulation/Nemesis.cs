using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Members;

namespace ChaosService.Reference.Tests.Raft.Simulation;

/// <summary>Breaks one thing at a time, and repairs some.</summary>
internal sealed class Nemesis(Scenario scenario, Random random, SimulatedNetwork network, IReadOnlyList<SimulatedServer> servers)
{
    /// <returns>The servers that it has crashed, which are to be started again some time.</returns>
    public IReadOnlyList<SimulatedServer> Strike()
    {
        var roll = random.Next(
            scenario.CrashWeight + scenario.PowerFailureWeight + scenario.PartitionWeight + scenario.CompactWeight
            + scenario.TransferWeight + scenario.ChangeWeight + 1);
        if ((roll -= scenario.CrashWeight) < 0) return Crash([random.Next(2) == 0 ? LeaderOrAny() : Any()]);
        if ((roll -= scenario.PowerFailureWeight) < 0) return Crash(servers);
        if ((roll -= scenario.PartitionWeight) < 0) Partition();
        else if ((roll -= scenario.CompactWeight) < 0) Compact(Any());
        else if ((roll -= scenario.TransferWeight) < 0) Transfer(LeaderOrAny());
        else if ((roll - scenario.ChangeWeight) < 0) Change(LeaderOrAny());
        else network.Heal();
        return [];
    }

    private static List<SimulatedServer> Crash(IReadOnlyList<SimulatedServer> chosen)
    {
        var up = chosen.Where(s => s.Node is not null).ToList();
        foreach (var server in up) server.Crash();
        return up;
    }

    private void Partition()
    {
        network.Heal();
        var kind = random.Next(4);
        if (kind == 0) return;
        HashSet<uint> side = kind == 1 ? [LeaderOrAny().Id] : [.. servers.Where(_ => random.Next(2) == 0).Select(s => s.Id)];
        foreach (var inside in servers.Where(s => side.Contains(s.Id)))
        {
            foreach (var outside in servers.Where(s => !side.Contains(s.Id)))
            {
                network.Cut(inside.Id, outside.Id);
                if (kind != 2) network.Cut(outside.Id, inside.Id);
            }
        }
    }

    private static void Compact(SimulatedServer server) =>
        server.Take(node => node.Compact(server.State.AppliedIndex, server.State.Save()));

    private void Transfer(SimulatedServer from)
    {
        var successor = Any().Id;
        from.Take(node => node.TransferTo(0, successor));
    }

    private void Change(SimulatedServer leader)
    {
        var change = new MembershipChange((ChangeKind)random.Next(3), Any().Id);
        leader.Take(node => node.Change(0, change));
    }

    private SimulatedServer Any() => servers[random.Next(servers.Count)];

    private SimulatedServer LeaderOrAny() => servers.FirstOrDefault(s => s.Node?.Role == Role.Leader) ?? Any();
}
