using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration;
using ChaosService.Reference.Core.Migration.Calls;
using ChaosService.Reference.Core.Migration.Coordinator;
using ChaosService.Reference.Core.Migration.Copies;

namespace ChaosService.Reference.Tests.Migration.Simulation;

/// <summary>
/// One shard that wanders between four nodes in virtual time, while clients write to it and nodes crash. All that happens is a function of
/// the seed. The catalog is one place here: that a group of servers can be it is shown elsewhere.
/// </summary>
internal sealed class MigrationWorld
{
    private const int TickTime = 100;
    private static readonly ShardAddress Address = new("db", "cpu", 1);

    private readonly Random _random;
    private readonly MigrationScenario _scenario;
    private readonly MigrationBugs _bugs;
    private readonly SimulatedNode[] _nodes;
    private readonly PriorityQueue<Action, (long Time, long Order)> _events = new();
    private CatalogState _catalog = CatalogState.Empty;
    private long _now;
    private long _order;
    private long _lastWrite;
    private bool _isCalm;

    public MigrationWorld(int seed, MigrationBugs bugs = MigrationBugs.None)
    {
        (_random, _bugs) = (new Random(seed), bugs);
        _scenario = MigrationScenario.Draw(_random);
        for (var id = 1u; id <= 4; id++) Apply(new AddNode(0, id, "a:1", "a:2", NodeStatus.Active));
        Apply(new CreateTable(0, "db", "cpu", 1));
        Apply(new CreateShard(0, "db", "cpu", new(0, 1)));
        var owner = Shard.Partitions[0][0];
        _nodes = [.. Enumerable.Range(1, 4).Select(i => (uint)i)
            .Select(i => new SimulatedNode(i, i == owner ? CopyState.New : CopyState.None, bugs))];
        Rules = new MigrationRules(_nodes);
    }

    public MigrationRules Rules { get; }

    public long Steps { get; private set; }

    /// <summary>Crashes of a node that had to do with the move, by the status of the shard.</summary>
    public Dictionary<ShardStatus, int> Crashes { get; } = [];

    private Shard Shard => _catalog.Shard(Address)!;

    /// <summary>Trouble for so many steps, and then peace, in which a move must end and the shard must take writes.</summary>
    public void Run(int steps)
    {
        foreach (var node in _nodes) Start(node);
        foreach (var begin in new[] { Write, BeginMove, Strike, HandOver }) At(1, begin);
        while (Steps < steps) Next();
        _isCalm = true;
        foreach (var node in _nodes) Start(node);
        HandOver();
        var (deadline, before) = (_now + (3000 * TickTime), Rules.Acknowledged);
        while (Shard.Move is not null || Rules.Acknowledged <= before)
        {
            if (_now > deadline)
                throw new RuleBrokenException(MigrationRule.Recovery, $"Nothing is wrong any more, and it does not end.\n{this}");
            Next();
        }
        Rules.AtTheEnd(Shard);
    }

    public override string ToString() => $"{_scenario}\n{Shard.Status} {Shard.Move} owner {Shard.Partitions[0][0]}\n"
        + string.Join('\n', _nodes.Select(n =>
            $"{n.Id} {(n.Copy is null ? "down" : "up")} {n.Disk} coordinates: {n.Coordinator is not null}"));

    private void Next()
    {
        if (!_events.TryDequeue(out var happen, out var when)) throw new InvalidOperationException("Nothing happens any more.");
        (_now, Steps) = (when.Time, Steps + 1);
        happen();
    }

    private void At(int delay, Action happen) => _events.Enqueue(happen, (_now + delay, _order++));

    private bool Chance(int percent) => !_isCalm && _random.Next(100) < percent;

    private void Start(SimulatedNode node)
    {
        if (node.Copy is not null) return;
        node.Start();
        Tick(node, node.Life);
    }

    private void Tick(SimulatedNode node, int life) => At(TickTime - 20 + _random.Next(40), () =>
    {
        if (node.Copy is null || node.Life != life) return;
        Give(node, c => c.Tick());
        Order(node, c => [.. c.See(Shard, _now), .. c.Tick(_now)]);
        Tick(node, life);
    });

    private void Give(SimulatedNode node, Func<ShardCopy, IReadOnlyList<CopyEffect>> input)
    {
        if (node.Copy is null) return;
        var wasBusy = node.Effects.Count > 0;
        node.Take(input);
        if (!wasBusy) CarryOn(node, node.Life);
    }

    private void CarryOn(SimulatedNode node, int life)
    {
        if (node.Effects.Count == 0) return;
        At(_random.Next(5), () =>
        {
            if (node.Copy is null || node.Life != life) return;
            CarryOut(node, node.Effects.Dequeue());
            node.TakeNextInput();
            CarryOn(node, life);
        });
    }

    private void CarryOut(SimulatedNode node, CopyEffect effect)
    {
        switch (effect)
        {
            case PersistCopy persist:
                node.Persist(persist);
                Rules.Persisted(node, persist, Shard);
                break;
            case Tell { Answer: var answer }:
                Rules.Answers(answer);
                // Whoever believes that it coordinates hears it.
                foreach (var other in _nodes) Send(() => Order(other, c => c.Answered(answer)));
                break;
            case Fetch { Request: var request }:
                Send(() => Give(Node(request.To), c => c.Serve(request)));
                break;
            case Ship { Request: var request } ship:
                List<ReadOnlyMemory<byte>> records =
                    [.. node.Records.GetRange((int)request.After, ship.Count).Select(r => (ReadOnlyMemory<byte>)BitConverter.GetBytes(r))];
                Send(() => Give(Node(request.From), c => c.Receive(new(request.Move, request.From, request.After, records, ship.End))));
                break;
            case Wrote wrote:
                Rules.Wrote(wrote.Id, Shard);
                break;
            default:
                break;
        }
    }

    private void Order(SimulatedNode node, Func<MoveDriver, IReadOnlyList<MigrationEffect>> input)
    {
        if (node.Coordinator is not { } coordinator) return;
        var wasBusy = node.Orders.Count > 0;
        foreach (var order in input(coordinator)) if (order is not Say) node.Orders.Enqueue(order);
        if (!wasBusy) Obey(node, node.Life);
    }

    private void Obey(SimulatedNode node, int life)
    {
        if (node.Orders.Count == 0) return;
        At(_random.Next(5), () =>
        {
            if (node.Copy is null || node.Life != life || !node.Orders.TryDequeue(out var order)) return;
            if (order is Ask { Call: var call })
            {
                Rules.Asks(call, Shard);
                Send(() => Give(Node(call.Node), c => c.Take(call)));
            }
            else if (order is Propose { Command: var command })
            {
                Send(() =>
                {
                    Apply(command);
                    Send(() => Order(node, c => c.See(Shard, _now)));
                });
            }
            Obey(node, life);
        });
    }

    private void Apply(CatalogCommand command)
    {
        var before = _catalog.Shard(Address);
        _catalog = CatalogMachine.Apply(_catalog, command).State;
        if (before is not null && before != Shard) Rules.Changed(before, Shard);
    }

    private void Send(Action arrive)
    {
        if (Chance(_scenario.LossPercent)) return;
        At(Delay(), arrive);
        if (Chance(_scenario.DuplicatePercent)) At(Delay(), arrive);
    }

    private int Delay() => 1 + _random.Next(Chance(_scenario.SlowPercent) ? 3000 : 50);

    private SimulatedNode Node(uint id) => _nodes[id - 1];

    private SimulatedNode Any() => _nodes[_random.Next(_nodes.Length)];

    /// <summary>Most clients know the owner; some know one of long ago.</summary>
    private void Write()
    {
        var (id, to) = (++_lastWrite, Chance(10) ? Any() : Node(Shard.Partitions[0][0]));
        At(Delay(), () => Give(to, c => c.Write(id, BitConverter.GetBytes(id))));
        At(1 + _random.Next(2 * _scenario.WriteInterval), Write);
    }

    private void BeginMove()
    {
        if (_isCalm) return;
        if (Shard.Move is { } move && Chance(_scenario.AbortPercent)) Apply(new AbortMove(_now, Address, move.Id));
        else Apply(new MoveShard(_now, "db", "cpu", "1", $"{Any().Id}"));
        At(1 + _random.Next(2 * _scenario.MoveInterval), BeginMove);
    }

    /// <summary>Another node coordinates. The one before it may not have heard of that.</summary>
    private void HandOver()
    {
        foreach (var node in _nodes)
            if (!Chance(30)) node.Coordinator = null;
        var next = Any();
        next.Coordinator = next.Copy is null ? null : new MoveDriver(Address, new() { AttemptsMax = _scenario.AttemptsMax, Bugs = _bugs });
        if (!_isCalm || next.Coordinator is null) At(1 + _random.Next(2 * _scenario.HandOverInterval), HandOver);
    }

    private void Strike()
    {
        if (_isCalm) return;
        var victim = _random.Next(4) switch
        {
            0 when Shard.Move is { } move => Node(move.Source),
            1 when Shard.Move is { } move => Node(move.Target),
            2 => Array.Find(_nodes, n => n.Coordinator is not null) ?? Any(),
            _ => Any(),
        };
        if (victim.Copy is not null)
        {
            victim.Crash();
            if (Shard.Move is not null) Crashes[Shard.Status] = Crashes.GetValueOrDefault(Shard.Status) + 1;
            At(1 + _random.Next(_scenario.DownTimeMax), () => Start(victim));
        }
        At(1 + _random.Next(2 * _scenario.CrashInterval), Strike);
    }
}
