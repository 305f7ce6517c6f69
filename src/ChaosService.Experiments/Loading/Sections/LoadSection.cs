using ChaosService.Experiments.Loading.Selectors;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Model.Workloads;

namespace ChaosService.Experiments.Loading.Sections;

/// <summary>Reads <c>load:</c>: the common keys here, the rest by each workload kind.</summary>
internal static class LoadSection
{
    private const int ClientsDefault = 10;
    private const int ClientsMax = 10_000;
    private static readonly TimeSpan TimeoutDefault = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<LoadSpec> Read(MapReader spec, Scope scope)
    {
        spec.Require("load", "without load nothing is proven: write 'load: [{ workload: register }]'");
        var items = spec.List("load");
        if (items is { Count: 0 })
            scope.Problems.Add(
                spec.PlaceOf("load"), "'load' is empty", "[]", "without load nothing is proven: write 'load: [{ workload: register }]'");
        return [.. (items ?? []).Select(item => Read(item, scope)).OfType<LoadSpec>()];
    }

    private static LoadSpec? Read(ConfigNode node, Scope scope)
    {
        if (node is not ConfigMap map)
        {
            scope.Problems.Add(
                node.Place, "an entry of 'load' must be a map", (node as ConfigScalar)?.Text, "write '- workload: register'");
            return null;
        }
        var reader = new MapReader(map, scope.Problems);
        reader.Require("workload", $"name one: {string.Join(", ", scope.Catalog.Workloads.Keys.Order(StringComparer.Ordinal))}");
        var kind = scope.Kind(scope.Catalog.Workloads, "workload", reader.Text("workload"), reader.PlaceOf("workload"));
        var clients = (int)(reader.Integer("clients", 1, ClientsMax) ?? ClientsDefault);
        var rate = reader.Rate("rate");
        var timeout = scope.Positive(reader, "timeout", Scope.StretchMax / 3) ?? TimeoutDefault;
        var client = Client(reader, scope);
        // Without a kind the valid other keys are unknown.
        if (kind is null) return null;
        var parameters = kind.Bind(reader);
        reader.Done();
        if (parameters is null || client is null) return null;
        ReportUnknownFunctions(parameters, reader, scope);
        return new LoadSpec(kind.Name, parameters, clients, rate, timeout, client);
    }

    private static ClientOptions? Client(MapReader load, Scope scope)
    {
        var client = load.Map("client");
        if (scope.Database is null) return null;
        var options = scope.Database.Bind(client);
        client?.Done();
        return options;
    }

    private static void ReportUnknownFunctions(WorkloadParameters parameters, MapReader load, Scope scope)
    {
        var known = scope.Database!.Functions;
        foreach (var f in parameters.Functions.Except(known))
            scope.Problems.Add(load.PlaceOf("workload"), $"this workload uses '{f}', which the {scope.Database.Name} client cannot do",
                load.Text("workload"),
                $"the {scope.Database.Name} client can: {string.Join(", ", known)}; take '{f}' out of the mix or choose another workload");
    }
}
