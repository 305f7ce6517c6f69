using System.Globalization;
using ChaosService.Model;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Targets;

/// <summary>
/// Reads a target of which only addresses are known: <c>endpoints</c>, <c>database</c>, <c>broker</c> and <c>topicPrefix</c>.
/// </summary>
internal sealed class AddressReader(Catalog catalog, Problems problems)
{
    private const string Broker = "broker";
    private const string TopicPrefix = "topicPrefix";
    private const string Fix = "write host:port, such as 127.0.0.1:7379";

    public TargetSpec? Read(MapReader reader)
    {
        var before = problems.Count;
        string[] known = [.. catalog.Databases.Values.Where(d => d.AddressedNode is not null).Select(d => d.Name)];
        reader.Require("database", $"say what runs there: {string.Join(", ", known)}");
        reader.Require(Broker, "say where its MQTT broker is: write 'broker: 127.0.0.1:1883'");
        var (database, broker) = (reader.Text("database"), reader.Text(Broker));
        var topicPrefix = reader.Text(TopicPrefix);
        var endpoints = reader.Texts("endpoints") ?? [];
        if (database is not null && !known.Contains(database))
            problems.Add(
                reader.PlaceOf("database"), "this database cannot be used by address alone", database,
                $"known: {string.Join(", ", known)}; others by name or 'attach'");
        if (endpoints.Count == 0 && problems.Count == before)
            problems.Add(reader.PlaceOf("endpoints"), "'endpoints' names no server", null, Fix);
        foreach (var endpoint in endpoints) Require(endpoint.Text, endpoint.Place);
        if (broker is not null) Require(broker, reader.PlaceOf(Broker));
        if (topicPrefix is not null && (topicPrefix == "" || topicPrefix.AsSpan().IndexOfAny('+', '#') >= 0))
            problems.Add(
                reader.PlaceOf(TopicPrefix), "no topic begins with this", topicPrefix, "write it without '+' and '#', such as merkle_kv");
        string[] all = [.. endpoints.Select(e => e.Text), .. broker is null ? Array.Empty<string>() : [broker]];
        foreach (var twice in all.GroupBy(a => a, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            problems.Add(reader.PlaceOf("endpoints"), "an address is listed twice", twice.Key, "list it once");
        return problems.Count > before ? null : Target(database!, [.. endpoints.Select(e => e.Text)], broker!, topicPrefix);
    }

    private TargetSpec Target(string database, IReadOnlyList<string> endpoints, string broker, string? topicPrefix)
    {
        var name = catalog.Databases[database].AddressedNode;
        var nodes = endpoints.Select(
            (address, i) => new ClusterNode(string.Create(CultureInfo.InvariantCulture, $"{name}{i + 1}"), "node") { Address = address });
        return new TargetSpec(
            new TargetDefinition
            {
                Name = string.Join(',', endpoints), Database = database,
                Nodes = [.. nodes, new ClusterNode(Broker, Broker) { Address = broker }], TopicPrefix = topicPrefix,
            },
            null, new Dictionary<string, string>());
    }

    private void Require(string text, SourcePlace place)
    {
        var colon = text.LastIndexOf(':');
        if (colon > 0 && Uri.CheckHostName(text[..colon].Trim('[', ']')) != UriHostNameType.Unknown
            && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0)
            return;
        problems.Add(place, "this is no address", text, Fix);
    }
}
