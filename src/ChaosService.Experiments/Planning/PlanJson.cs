using System.Text.Json;
using System.Text.Json.Nodes;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Model.Plans;

namespace ChaosService.Experiments.Planning;

/// <summary>
/// A plan as JSON, for the run directory and for <c>plan --json</c>. The same plan gives the same bytes on every machine: it contains
/// nothing about the machine. Durations are strings with a unit; parameters are under <c>parameters</c> next to their <c>kind</c>.
/// </summary>
public static class PlanJson
{
    public static void Write(Plan plan, Stream destination)
    {
        using var writer =
            new Utf8JsonWriter(destination, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = ParameterJson.Encoder });
        Document(plan).WriteTo(writer);
    }

    private static JsonObject Document(Plan plan)
    {
        var document = Frame(plan);
        // Only if they are not empty: the plan of an ordinary run has none of them.
        if (plan.Actions.Count > 0) document["actions"] = List(plan.Actions, Action);
        if (plan.SteadyState is { } steady) document["steadyState"] = SteadyState(steady);
        if (Ending(plan) is { Count: > 0 } nemesis) document["nemesis"] = nemesis;
        if (plan.Soak is { } soak) document["soak"] = Soak(soak);
        if (plan.Window is { } window) document["window"] = window;
        return document;
    }

    private static JsonObject SteadyState(SteadyStateSpec steady) => new()
    {
        ["every"] = Quantity.Format(steady.Every),
        ["within"] = Quantity.Format(steady.Within),
        ["probes"] = List(steady.Probes, probe => new JsonObject
        {
            ["name"] = probe.Name,
            ["kind"] = probe.Kind,
            ["timeout"] = Quantity.Format(probe.Timeout),
            ["parameters"] = ParameterJson.Node(probe.Parameters),
        }),
    };

    private static JsonObject Ending(Plan plan)
    {
        var ending = new JsonObject();
        if (plan.UntilVerdict) ending["until"] = "verdict";
        if (plan.Quiet > TimeSpan.Zero) ending["quiet"] = Quantity.Format(plan.Quiet);
        return ending;
    }

    private static JsonObject Soak(PlannedSoak soak) => new()
    {
        ["window"] = Quantity.Format(soak.Spec.Window),
        ["windows"] = soak.Windows,
        ["keep"] = soak.Spec.Keep,
        ["evidence"] = soak.Spec.Evidence,
        ["stopOn"] = JsonNamingPolicy.CamelCase.ConvertName(soak.Spec.StopOn.ToString()),
        ["faultKinds"] = Strings(soak.FaultKinds),
    };

    private static JsonObject Frame(Plan plan) => new()
    {
        ["experiment"] = plan.Experiment,
        ["description"] = plan.Description,
        ["labels"] = Strings(plan.Labels),
        ["seed"] = plan.Seed,
        ["duration"] = Quantity.Format(plan.Duration),
        ["target"] = Target(plan.Target),
        ["load"] = List(plan.Load, Load),
        ["faults"] = List(plan.Faults, Fault),
        ["checks"] =
            List(plan.Checks, check => new JsonObject { ["kind"] = check.Kind, ["parameters"] = ParameterJson.Node(check.Parameters) }),
        ["abort"] = List(plan.Abort, Rule),
        ["safety"] = new JsonObject { ["maxNodes"] = plan.Safety.MaxNodes, ["protected"] = Strings(plan.Safety.ProtectedNodes) },
        ["expect"] = plan.Expect is not { } expect ? null : new JsonObject
        {
            ["verdict"] = JsonNamingPolicy.CamelCase.ConvertName(expect.Verdict.ToString()),
            ["check"] = expect.Check,
            ["reference"] = expect.Reference,
        },
    };

    private static JsonObject Target(TargetSpec target)
    {
        var document = new JsonObject
        {
            ["name"] = target.Definition.Name,
            ["attach"] = target.Attach,
            ["database"] = target.Definition.Database,
            ["nodes"] = List(target.Definition.Nodes, Node),
            ["volumeBytes"] = target.Definition.VolumeBytes,
            ["settings"] = Strings(target.Settings),
        };
        // Only targets by address have one.
        if (target.Definition.TopicPrefix is { } prefix) document["topicPrefix"] = prefix;
        return document;
    }

    private static JsonObject Node(ClusterNode node)
    {
        var document = new JsonObject { ["name"] = node.Name, ["group"] = node.Group };
        // A container's address is not known yet.
        if (node.Address is { } address) document["address"] = address;
        return document;
    }

    private static JsonObject Load(PlannedLoad load) => new()
    {
        ["kind"] = load.Workload,
        ["clients"] = load.Clients,
        ["ratePerSecond"] = load.RatePerSecond,
        ["timeout"] = Quantity.Format(load.Timeout),
        ["client"] = ParameterJson.Node(load.Client),
        ["parameters"] = ParameterJson.Node(load.Parameters),
    };

    private static JsonObject Fault(PlannedFault fault)
    {
        var document = Alone(fault);
        // Only if there are any, as in a program: most single faults wait for no other.
        if (fault.After.Count > 0) document.Insert(document.IndexOf("for") + 1, "after", Strings(fault.After));
        if (fault.When is { } when)
            document.Insert(document.IndexOf("group") + 1, "when", new JsonObject { ["name"] = when.Node, ["role"] = when.Role });
        return document;
    }

    private static JsonObject Alone(PlannedFault fault) => new()
    {
        ["id"] = fault.Id,
        ["kind"] = fault.Kind,
        ["at"] = Quantity.Format(fault.At),
        ["for"] = Quantity.Format(fault.For),
        ["nodes"] = Strings(fault.Nodes),
        ["role"] = fault.Role,
        ["roleCount"] = fault.RoleCount,
        ["group"] = fault.Group,
        ["drawn"] = fault.Drawn,
        ["seed"] = fault.Seed,
        ["parameters"] = ParameterJson.Node(fault.Parameters),
    };

    private static JsonObject Action(PlannedAction action) => new()
    {
        ["id"] = action.Id,
        ["name"] = action.Name,
        ["kind"] = action.Kind,
        ["at"] = action.At is { } at ? Quantity.Format(at) : null,
        ["after"] = action.After,
        ["wait"] = action.After is null ? null : Quantity.Format(action.Wait),
        ["timeout"] = Quantity.Format(action.Timeout),
        ["repeat"] = action.Repeat,
        ["retry"] = action.Retry,
        ["within"] = action.Within > TimeSpan.Zero ? Quantity.Format(action.Within) : null,
        ["parameters"] = ParameterJson.Node(action.Parameters),
    };

    private static JsonObject Rule(AbortRule rule) => new()
    {
        ["source"] = rule.Source,
        ["figure"] = rule.Figure,
        [rule.Below ? "below" : "above"] = rule.Threshold,
        ["for"] = Quantity.Format(rule.For),
    };

    private static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode> node) => [.. items.Select(node)];

    private static JsonArray Strings(IEnumerable<string> items) => [.. items.Select(item => (JsonNode)item)];

    private static JsonObject Strings(IReadOnlyDictionary<string, string> map) =>
        new(map.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));
}
