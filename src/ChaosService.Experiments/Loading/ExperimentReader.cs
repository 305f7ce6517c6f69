using ChaosService.Experiments.Loading.Programs;
using ChaosService.Experiments.Loading.Sections;
using ChaosService.Experiments.Loading.Selectors;
using ChaosService.Experiments.Targets;
using ChaosService.Model;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading;

/// <summary>Reads a whole document, section by section, in dependency order.</summary>
internal sealed class ExperimentReader(Catalog catalog, ITargetCatalog targets, IScheduleRules schedules, Problems problems)
{
    /// <summary>Null when there are problems.</summary>
    public Experiment? Read(ConfigMap root)
    {
        var top = new MapReader(root, problems);
        var header = Header.Read(top, DocumentKind.Experiment);
        top.Require("spec", "say what to do under 'spec:'");
        var spec = top.Map("spec");
        top.Done();
        if (spec is null) return null;

        var target = new TargetReader(catalog, targets, problems).Read(spec);
        var safety = SafetySection.Read(spec, target);
        var scope = new Scope(catalog, problems, target, null, safety);
        spec.Require("duration", "say how long the load runs, such as 'duration: 60s'");
        scope = scope with { Duration = scope.Positive(spec, "duration", spec.Has("soak") ? null : Scope.StretchMax) };
        var seed = spec.Text("seed") is { } text ? Seed.Parse(text, spec.PlaceOf("seed"), problems) : null;
        var load = LoadSection.Read(spec, scope);
        var soak = SoakSection.Read(spec, scope);
        // In a soak, faults belong to a window.
        var faults = FaultSection.Read(spec, scope with { Duration = soak?.Window ?? scope.Duration });
        var nemesis = NemesisSection.Read(
            spec, scope with { Duration = soak?.Window ?? scope.Duration, InSoak = spec.Has("soak") });
        var actions = ActionSection.Read(spec, scope with { Duration = soak?.Window ?? scope.Duration });
        var steadyState = SteadyStateSection.Read(spec, scope);
        var checks = CheckSection.Read(
            spec, scope with { InSoak = spec.Has("soak"), HasProbes = spec.Has("steadyState"), HasActions = spec.Has("actions") });
        var abort = AbortSection.Read(spec, scope, checks);
        var schedule = ScheduleSection.Read(spec, schedules);
        var expect = ExpectSection.Read(spec, scope, checks);
        spec.Done();
        if (problems.Count > 0) return null;

        return new Experiment
        {
            Name = header.Name!,
            Description = header.Description ?? "",
            Labels = header.Labels,
            Target = target!,
            Seed = seed,
            Duration = scope.Duration!.Value,
            Load = load,
            Faults = faults.Faults,
            Mixes = faults.Mixes,
            Nemesis = nemesis,
            Checks = checks.Specs,
            Actions = actions,
            SteadyState = steadyState,
            Abort = abort,
            Safety = safety,
            Soak = soak,
            Schedule = schedule,
            Expect = expect,
        };
    }
}
