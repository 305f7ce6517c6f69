using ChaosService.Model;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Model.Plans;
using ChaosService.Model.Verdicts;

namespace ChaosService.Experiments.Planning;

/// <summary>A plan for people: what, when, and for each fault exactly what would be done.</summary>
public static class PlanText
{
    /// <summary>One line: what will be done, with the seed to repeat it.</summary>
    public static string Headline(Plan plan)
    {
        var faults = plan.Soak is { } soak
            ? $"{soak.Windows} windows of {Quantity.Format(soak.Spec.Window)}"
            : $"{plan.Faults.Count} faults";
        return $"{plan.Experiment}: seed {plan.Seed}, {Quantity.Format(plan.Duration)}, {faults}, checks "
            + $"{string.Join(", ", plan.Checks.Select(c => c.Kind))}";
    }

    public static IReadOnlyList<string> Lines(Plan plan, Catalog catalog) =>
    [
        $"{plan.Experiment}{(plan.Window is { } window ? $", window {window}" : "")}: seed {plan.Seed}, {Quantity.Format(plan.Duration)} "
            + $"of load on {Target(plan.Target)}",
        .. plan.Description.Length > 0 ? [plan.Description] : Array.Empty<string>(),
        "",
        "load",
        .. plan.Load.Select(load => $"  {Load(load)}"),
        "",
        "faults",
        .. plan.Soak is { } soak ? [$"  {Soak(soak)}"] : Faults(plan, catalog),
        .. Section("end", Ending(plan)),
        .. Section("actions", plan.Actions.Select(action => Action(action, catalog))),
        "",
        "checks",
        .. plan.Checks.Select(check => $"  {Named(check.Kind, check.Parameters)}"),
        .. Section("steady state", SteadyState(plan.SteadyState)),
        .. Section("limits", Limits(plan)),
        .. Section("expected", Expected(plan.Expect)),
    ];

    /// <summary>Only the timeline.</summary>
    public static IEnumerable<string> Faults(Plan plan, Catalog catalog) =>
        plan.Faults.Count > 0 ? plan.Faults.SelectMany(fault => Fault(fault, plan, catalog)) : ["  none: a baseline run"];

    private static IEnumerable<string> Ending(Plan plan)
    {
        if (plan.UntilVerdict)
            yield return "load and faults end with the first certain violation; what stands above is the most there can be";
        if (plan.Quiet > TimeSpan.Zero)
            yield return $"every fault is reverted and the target converges; then {Quantity.Format(plan.Quiet)} of quiet, then final reads";
    }

    private static string Soak(PlannedSoak soak) =>
        $"of each of {soak.Windows:#,0} windows of {Quantity.Format(soak.Spec.Window)}, drawn from "
            + $"{(soak.FaultKinds.Count == 0 ? "nothing" : string.Join(", ", soak.FaultKinds))}";

    private static List<string> Section(string title, IEnumerable<string> lines)
    {
        List<string> body = [.. lines.Select(line => $"  {line}")];
        return body.Count > 0 ? ["", title, .. body] : body;
    }

    private static string Target(TargetSpec target)
    {
        var settings = string.Concat(target.Settings.Select(s => $", {s.Key}={s.Value}"));
        var nodes = target.Definition.Nodes.Count > 0 ? $" ({string.Join(", ", target.Definition.Nodes.Select(Node))})" : "";
        var what = target.IsByAddress ? "the servers at " : target.Attach is null ? "" : "the running project ";
        return $"{what}{target.Definition.Name}{nodes}{settings}";
    }

    private static string Node(ClusterNode node) => node.Address is { } address ? $"{node.Name} at {address}" : node.Name;

    private static string Load(PlannedLoad load)
    {
        var rate = load.RatePerSecond is { } r ? $"{r:0.##}/s, open loop" : "closed loop";
        var client = ParameterJson.Line(load.Client);
        return $"{Named(load.Workload, load.Parameters)}; {load.Clients} {(load.Clients == 1 ? "client" : "clients")}, {rate}, timeout "
            + $"{Quantity.Format(load.Timeout)}{(client.Length > 0 ? $", client {client}" : "")}";
    }

    private static IEnumerable<string> Fault(PlannedFault fault, Plan plan, Catalog catalog)
    {
        var nodes = Nodes(fault);
        var after = fault.After.Count > 0 ? $" after {string.Join(", ", fault.After)}" : "";
        yield return $"  {fault.Id,-4} {Quantity.Format(fault.At),8} → {Quantity.Format(fault.At + fault.For),-8} {fault.Kind} on "
            + $"{string.Join(", ", nodes)}{after}{(fault.When is { } when ? $" when {when}" : "")}";
        foreach (var line in catalog.Faults[fault.Kind].DryRun(fault.Parameters, nodes, plan.Target.Definition.Nodes, fault.Seed)
            .SelectMany(text => text.Split('\n')))
            yield return $"         {line}".TrimEnd();
    }

    private static string Action(PlannedAction action, Catalog catalog)
    {
        var when = action.At is { } at ? Quantity.Format(at)
            : $"after {action.After}{(action.Wait > TimeSpan.Zero ? $" + {Quantity.Format(action.Wait)}" : "")}";
        var times = action.Repeat > 1 ? $", {action.Repeat} times" : "";
        var within = action.Within > TimeSpan.Zero ? $", for {Quantity.Format(action.Within)} until it is answered so" : "";
        return $"{action.Id,-4} {when,8}  {action.Name}{times}: {catalog.Actions[action.Kind].DryRun(action.Parameters)}{within}";
    }

    /// <summary>Fixed nodes, or a placeholder for the nodes that have the role when the fault starts.</summary>
    private static IReadOnlyList<string> Nodes(PlannedFault fault) => (fault.Nodes, fault.Role, fault.RoleCount) switch
    {
        ({ Count: > 0 } nodes, _, _) => nodes,
        (_, { } role, > 1 and var count) => [.. Enumerable.Range(1, count).Select(n => $"<{role} {n}>")],
        (_, { } role, _) => [$"<{role}>"],
        _ => ["<all>"],
    };

    private static IEnumerable<string> SteadyState(SteadyStateSpec? steady)
    {
        if (steady is null) yield break;
        yield return $"asked every {Quantity.Format(steady.Every)}, and met within {Quantity.Format(steady.Within)} before and after";
        foreach (var probe in steady.Probes) yield return $"{probe.Name}: {Named(probe.Kind, probe.Parameters)}";
    }

    private static IEnumerable<string> Limits(Plan plan)
    {
        foreach (var rule in plan.Abort)
            yield return $"abort when {rule.Source} {rule.Figure} is {(rule.Below ? "below" : "above")} "
                + $"{rule.Threshold:0.####}{(rule.For > TimeSpan.Zero ? $" for {Quantity.Format(rule.For)}" : "")}";
        if (plan.Safety.MaxNodes is { } max) yield return $"at most {max} nodes with a fault at once";
        if (plan.Safety.ProtectedNodes.Count > 0) yield return $"never touched: {string.Join(", ", plan.Safety.ProtectedNodes)}";
    }

    private static IEnumerable<string> Expected(Expectation? expect)
    {
        if (expect is null) yield break;
        var check = expect.Check is null ? "" : $" by {expect.Check}";
        var reference = expect.Reference is null ? "" : $" ({expect.Reference})";
        yield return $"{expect.Verdict.ToString().ToLowerInvariant()}{check}{reference}";
    }

    private static string Named(string kind, object parameters)
    {
        var line = ParameterJson.Line(parameters);
        return line.Length > 0 ? $"{kind} ({line})" : kind;
    }
}
