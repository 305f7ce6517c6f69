using System.Text.Json.Serialization;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network;

[JsonConverter(typeof(JsonStringEnumConverter<PeerScope>))]
internal enum PeerScope
{
    Peers,
    Everyone,
    Names,

    /// <summary>Everyone who is not a node of the target, including this host.</summary>
    Clients,
}

/// <summary>
/// The other ends of a network fault as an experiment names them: <c>peers</c>, <c>everyone</c>, <c>{ names: [a, b] }</c>, and
/// <c>clients</c> where the kind can tell them from members.
/// </summary>
internal sealed record PeerChoice(PeerScope Scope, IReadOnlyList<string> Names)
{
    public static PeerChoice Peers { get; } = new(PeerScope.Peers, []);

    public static PeerChoice Everyone { get; } = new(PeerScope.Everyone, []);

    public static PeerChoice Clients { get; } = new(PeerScope.Clients, []);

    /// <summary>Absent: peers. Null when it is wrong; the reader holds the problem.</summary>
    public static PeerChoice? Read(MapReader reader, string key, bool orClients = false) => reader.Node(key) switch
    {
        null => Peers,
        ConfigMap => ReadNames(reader, key),
        _ => reader.Choice(key, orClients ? ["peers", "everyone", "clients"] : ["peers", "everyone"]) switch
        {
            "peers" => Peers,
            "everyone" => Everyone,
            "clients" => Clients,
            _ => null,
        },
    };

    /// <summary>The members that are not at the other end although everyone is.</summary>
    public IReadOnlyList<string> Spared(IReadOnlyList<string> members) => Scope == PeerScope.Clients ? members : [];

    /// <summary>
    /// The other ends for these nodes among the members; null: everyone but <see cref="Spared"/>. A service's name is all of its
    /// containers.
    /// </summary>
    /// <param name="peers">What <c>peers</c> means to the kind.</param>
    public IReadOnlyList<string>? Resolve(IReadOnlyList<ClusterNode> members, IReadOnlyList<string> peers)
    {
        if (Names.FirstOrDefault(n => members.Called(n).Count == 0) is { } unknown)
            throw new FaultRefusedException(
                $"There is no node '{unknown}' to be the other end; the target has {string.Join(", ", members.Select(m => m.Name))}.");
        return Scope == PeerScope.Names ? [.. Names.SelectMany(n => members.Called(n)).Select(n => n.Name).Distinct()] : OtherEnds(peers);
    }

    /// <summary>The same where members are not known yet.</summary>
    public IReadOnlyList<string>? OtherEnds(IReadOnlyList<string> peers) =>
        Scope switch { PeerScope.Everyone or PeerScope.Clients => null, PeerScope.Names => Names, _ => peers };

    /// <summary>What makes no sense of it on these nodes.</summary>
    /// <param name="key">Under which it stands.</param>
    /// <param name="peers">What <c>peers</c> means to the kind on these nodes.</param>
    public IEnumerable<FaultProblem> Check(
        string key, IReadOnlyList<string> nodes, IReadOnlyList<string> members, IReadOnlyList<string> peers)
    {
        FaultProblem[] unknown = [.. Names.Except(members).Select(name =>
            new FaultProblem(
                key, "the target has no such node", name, $"known: {string.Join(", ", members)}{MapReader.Nearest(name, members)}"))];
        if (unknown.Length > 0) return unknown;
        if (!IsNobody(nodes, OtherEnds(peers))) return [];
        var fix = $"choose fewer nodes, or write '{key}: everyone' or other names";
        return [new(key, $"nobody is on the other side of {string.Join(", ", nodes)}", $"{this}", fix)];
    }

    /// <summary>Nobody is left at the other end: a node is not its own.</summary>
    public static bool IsNobody(IReadOnlyList<string> nodes, IReadOnlyList<string>? others) =>
        others is not null && nodes.All(node => others.All(other => other == node));

    public override string ToString() => Scope switch
    {
        PeerScope.Everyone => "everyone",
        PeerScope.Clients => "clients",
        PeerScope.Names => string.Join(", ", Names),
        _ => "its peers",
    };

    private static PeerChoice? ReadNames(MapReader reader, string key)
    {
        var inner = reader.Map(key)!;
        inner.Require("names", $"write '{key}: {{ names: [a, b] }}', or one of: peers, everyone");
        var names = inner.Texts("names");
        inner.Done();
        if (names is { Count: 0 }) reader.Problems.Add(inner.PlaceOf("names"), "'names' is empty", null, "name at least one node");
        foreach (var twice in (names ?? []).GroupBy(n => n.Text).Where(g => g.Count() > 1))
            reader.Problems.Add(twice.Last().Place, "a node is named twice", twice.Key, "name it once");
        return names is { Count: > 0 } ? new(PeerScope.Names, [.. names.Select(n => n.Text)]) : null;
    }
}
