using ChaosService.Reference.Core.Raft;
using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Messages;
using ChaosService.Reference.Core.Raft.Settings;

namespace ChaosService.Reference.Tests.Raft.Simulation;

/// <summary>A group of servers in virtual time. All that happens is a function of the seed.</summary>
internal sealed class SimulatedGroup
{
    private const int TickTime = 100;
    private const int Servers = 6;

    private readonly Random _random;
    private readonly IWorkload _workload;
    private readonly Scenario _scenario;
    private readonly SimulatedNetwork _network;
    private readonly SimulatedServer[] _servers;
    private readonly Nemesis _nemesis;
    private readonly PriorityQueue<Action, (long Time, long Order)> _events = new();
    private long _now;
    private long _order;
    private bool _isCalm;

    public SimulatedGroup(int seed, RaftBugs bugs = RaftBugs.None, IWorkload? workload = null)
    {
        _workload = workload ?? new Writes();
        Invariants = new Invariants(_workload);
        _random = new Random(seed);
        _scenario = Scenario.Draw(_random, bugs);
        _network = new SimulatedNetwork(_scenario, _random);
        var initial = Membership.Of(Enumerable.Range(1, _scenario.Voters).Select(i => (uint)i));
        var options = new RaftOptions
        {
            EntriesPerMessageMax = _scenario.EntriesPerMessage,
            EntriesInFlightMax = _scenario.EntriesInFlight,
            Bugs = bugs,
        };
        // Who is not of the group yet knows of nobody.
        _servers =
        [
            .. Enumerable.Range(1, Servers).Select(i => new SimulatedServer(
                (uint)i, i <= _scenario.Voters ? initial : Membership.Empty, options, _random, _workload.Initial, Invariants, Clients)),
        ];
        _nemesis = new Nemesis(_scenario, _random, _network, _servers);
    }

    public Invariants Invariants { get; }

    public Clients Clients { get; } = new();

    public long Steps { get; private set; }

    /// <summary>Trouble for so many steps, and then peace, in which the group must come back.</summary>
    public void Run(int steps)
    {
        // Others are of no use where nobody takes them in.
        foreach (var server in _servers.Take(_scenario.ChangeWeight > 0 ? Servers : _scenario.Voters)) Start(server);
        At(_scenario.ClientInterval, Operate);
        At(_scenario.NemesisInterval, Strike);
        while (Steps < steps) Next();
        MakePeace();
        // Who lags may be sent one entry at a time.
        var deadline = _now + (300 * TickTime) + (100 * Invariants.CommittedCount);
        var before = Clients.Acknowledged;
        while (!HasRecovered(before))
        {
            if (_now > deadline)
                throw new ViolationException(Invariant.Recovery, $"Nothing is wrong any more, and the group does not work.\n{this}");
            Next();
        }
    }

    public override string ToString() =>
        $"{_scenario}\ncommitted {Invariants.CommittedCount}\n" + string.Join('\n', _servers.Select(s => s.Node is null ? $"{s.Id} is down"
            : $"{s.Id} {s.Node.Role} in term {s.Node.Term} led by {s.Node.Leader}, log {s.Node.Log.Snapshot.Index}..{s.Node.Log.LastIndex} "
                + $"(term {s.Node.Log.LastTerm}), applied {s.State.AppliedIndex}; {s.Node.Membership}"));

    private void Next()
    {
        if (!_events.TryDequeue(out var happen, out var when)) throw new InvalidOperationException("Nothing happens any more.");
        (_now, Steps) = (when.Time, Steps + 1);
        happen();
    }

    private void At(int delay, Action happen) => _events.Enqueue(happen, (_now + delay, _order++));

    private void Start(SimulatedServer server)
    {
        if (server.Node is not null) return;
        server.Start();
        Tick(server, server.Life);
    }

    /// <summary>No two clocks go alike.</summary>
    private void Tick(SimulatedServer server, int life) => At(TickTime - 20 + _random.Next(40), () =>
    {
        if (server.Node is null || server.Life != life) return;
        Give(server, node => node.Tick());
        Tick(server, life);
    });

    private void Give(SimulatedServer server, Func<RaftNode, IReadOnlyList<Effect>> input)
    {
        var wasBusy = server.IsBusy;
        server.Take(input);
        if (!wasBusy) CarryOn(server, server.Life);
    }

    private void CarryOn(SimulatedServer server, int life)
    {
        if (!server.IsBusy) return;
        At(server.WritesNext ? _random.Next(_isCalm ? 1 : _scenario.DiskTimeMax) : 0, () =>
        {
            if (server.Node is null || server.Life != life) return;
            var elections = Invariants.Elections;
            if (server.CarryOutOne() is { } message) Send(message);
            if (Invariants.Elections > elections && _random.Next(100) < _scenario.YoungLeaderCrashPercent)
                At(_random.Next(200), () => Crash(server, life));
            CarryOn(server, life);
        });
    }

    private void Crash(SimulatedServer server, int life)
    {
        if (_isCalm || server.Life != life) return;
        server.Crash();
        At(1 + _random.Next(400), () => Start(server));
    }

    private void Send(Message message)
    {
        foreach (var delay in _network.Delays())
        {
            At(delay, () =>
            {
                if (_network.Reaches(message.From, message.To)) Give(_servers[message.To - 1], node => node.Step(message));
            });
        }
    }

    private void Operate()
    {
        var server = _random.Next(3) == 0 ? _servers[_random.Next(Servers)] : _servers.FirstOrDefault(s => s.Node?.Role == Role.Leader);
        var isRead = _random.Next(3) == 0;
        if (server?.Node is not null)
        {
            var id = Clients.Begin();
            var command = _workload.Command(_random, id);
            Give(server, node => isRead ? node.Read(id) : node.Propose(id, command));
        }
        At(1 + _random.Next(2 * (_isCalm ? TickTime * 5 : _scenario.ClientInterval)), Operate);
    }

    private void Strike()
    {
        if (_isCalm) return;
        var idle = _servers.Where(s => !s.IsBusy).ToList();
        foreach (var crashed in _nemesis.Strike()) At(1 + _random.Next(2500), () => Start(crashed));
        // Those to whom the nemesis has given something to do.
        foreach (var server in idle) CarryOn(server, server.Life);
        At(1 + _random.Next(2 * _scenario.NemesisInterval), Strike);
    }

    private void MakePeace()
    {
        (_isCalm, _network.IsCalm) = (true, true);
        _network.Heal();
        foreach (var server in _servers.Where(s => s.Life > 0)) Start(server);
    }

    /// <summary>A leader takes writes, and every member has applied all that is committed.</summary>
    private bool HasRecovered(long acknowledgedBefore)
    {
        if (Clients.Acknowledged <= acknowledgedBefore) return false;
        var leader = _servers.Where(s => s.Node?.Role == Role.Leader).MaxBy(s => s.Node!.Term)?.Node;
        return leader is not null && leader.Membership.All.All(m => _servers[m - 1].State.AppliedIndex >= Invariants.CommittedCount - 20);
    }
}
