using System.Text.Json.Serialization;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network;

[JsonConverter(typeof(JsonStringEnumConverter<PeerScope>))]
internal enum PeerScope
{
    Peers,
    Everyone,
    Names,
}

/// <summary>The other ends of a network fault as an experiment says them: <c>peers</c>, <c>everyone</c> or <c>{ names: [a, b] }</c>.</summary>
internal sealed record PeerChoice(PeerScope Scope, IReadOnlyList<string> Names)
{
    public static PeerChoice Peers { get; } = new(PeerScope.Peers, []);

    public static PeerChoice Everyone { get; } = new(PeerScope.Everyone, []);

    /// <summary>Absent: peers. Null when it cannot be used; the reader holds the problem.</summary>
    public static PeerChoice? Read(MapReader reader, string key) => reader.Node(key) switch
    {
        null => Peers,
        ConfigMap => ReadNames(reader, key),
        _ => reader.Choice(key, "peers", "everyone") switch
        {
            "peers" => Peers,
            "everyone" => Everyone,
            _ => null,
        },
    };

    /// <summary>The other ends for these nodes among the members; null: everyone.</summary>
    /// <param name="peers">What <c>peers</c> means to the kind.</param>
    public IReadOnlyList<string>? Resolve(IReadOnlyList<string> members, IReadOnlyList<string> peers)
    {
        var unknown = Names.Except(members).ToArray();
        return unknown is [var name, ..]
            ? throw new FaultRefusedException($"There is no node '{name}' to be the other end; the target has {string.Join(", ", members)}.")
            : Scope switch { PeerScope.Everyone => null, PeerScope.Names => Names, _ => peers };
    }

    public override string ToString() => Scope switch
    {
        PeerScope.Everyone => "everyone",
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
        return names is { Count: > 0 } ? new(PeerScope.Names, [.. names.Select(n => n.Text)]) : null;
    }
}
