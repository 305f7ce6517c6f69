using ChaosService.Reference.Core.Raft;
using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Messages;
using ChaosService.Reference.Core.Raft.Settings;

namespace ChaosService.Reference.Tests.Raft;

/// <summary>Servers that a test drives by hand: what one sends arrives at once, unless the test keeps it back.</summary>
internal sealed class Group
{
    private readonly Dictionary<uint, RaftNode> _nodes = [];

    private readonly RaftBugs _bugs;

    public Group(params uint[] voters)
        : this(RaftBugs.None, voters)
    {
    }

    public Group(RaftBugs bugs, params uint[] voters)
    {
        _bugs = bugs;
        foreach (var id in voters) Add(id, Membership.Of(voters));
    }

    public RaftNode this[uint id] => _nodes[id];

    /// <summary>Which messages are lost.</summary>
    public Func<Message, bool> Loses { get; set; } = _ => false;

    /// <summary>Everything that was done, in order, by whom.</summary>
    public List<(uint Server, Effect Effect)> Done { get; } = [];

    public IEnumerable<T> Effects<T>(uint server)
        where T : Effect => Done.Where(d => d.Server == server).Select(d => d.Effect).OfType<T>();

    public IEnumerable<T> Sent<T>(uint server)
        where T : Message => Effects<Send>(server).Select(s => s.Message).OfType<T>();

    public void Add(uint id, Membership membership) =>
        _nodes[id] = new RaftNode(
            id, PersistentState.Initial(membership), new RaftOptions { EntriesPerMessageMax = 4, Bugs = _bugs }, _ => 0);

    public void Cut(uint id) => Loses = m => m.From == id || m.To == id;

    public void Tick(uint id, int times = 1)
    {
        for (var i = 0; i < times; i++) Do(id, node => node.Tick());
    }

    /// <summary>Lets everyone's leader be old news, and then one campaign.</summary>
    public void Elect(uint id)
    {
        foreach (var other in _nodes.Keys.Where(k => k != id)) Silence(other);
        Tick(id, 10);
        Assert.Equal(Role.Leader, _nodes[id].Role);
        Tick(id, 2);
    }

    public void Propose(uint id, int count = 1)
    {
        for (var i = 1; i <= count; i++) Do(id, node => node.Propose(i, new byte[] { (byte)i }));
    }

    public void Do(uint id, Func<RaftNode, IReadOnlyList<Effect>> input)
    {
        var messages = new Queue<Message>();
        Run(id, input, messages);
        for (var i = 0; messages.TryDequeue(out var message); i++)
        {
            Assert.True(i < 10_000, "The servers never come to rest.");
            if (_nodes.ContainsKey(message.To) && !Loses(message)) Run(message.To, node => node.Step(message), messages);
        }
    }

    private void Run(uint id, Func<RaftNode, IReadOnlyList<Effect>> input, Queue<Message> messages)
    {
        foreach (var effect in input(_nodes[id]))
        {
            Done.Add((id, effect));
            if (effect is Send send) messages.Enqueue(send.Message);
        }
    }

    /// <summary>
    /// As long as it takes for a server to doubt its leader, and for a leader to doubt itself; its own campaign comes to nothing.
    /// </summary>
    private void Silence(uint id)
    {
        var before = Loses;
        Loses = _ => true;
        Tick(id, 21);
        Loses = before;
    }
}
