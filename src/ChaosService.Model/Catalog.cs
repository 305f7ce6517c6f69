using ChaosService.Model.Actions;
using ChaosService.Model.Checks;
using ChaosService.Model.Faults;
using ChaosService.Model.Probes;
using ChaosService.Model.Workloads;

namespace ChaosService.Model;

/// <summary>Every kind that this build knows, by name. Two with one name are a bug in the build and are refused at start.</summary>
public sealed class Catalog(
    IEnumerable<IFaultKind> faults, IEnumerable<IWorkloadKind> workloads, IEnumerable<IDatabaseKind> databases,
    IEnumerable<ICheckKind> checks, IEnumerable<IProbeKind>? probes = null, IEnumerable<IActionKind>? actions = null)
{
    public IReadOnlyDictionary<string, IFaultKind> Faults { get; } = ByName(faults, k => k.Name);

    public IReadOnlyDictionary<string, IWorkloadKind> Workloads { get; } = ByName(workloads, k => k.Name);

    public IReadOnlyDictionary<string, IDatabaseKind> Databases { get; } = ByName(databases, k => k.Name);

    public IReadOnlyDictionary<string, ICheckKind> Checks { get; } = ByName(checks, k => k.Name);

    public IReadOnlyDictionary<string, IProbeKind> Probes { get; } = ByName(probes ?? [], k => k.Name);

    /// <summary>Those for every target, and those that only one kind of database offers.</summary>
    public IReadOnlyDictionary<string, IActionKind> Actions { get; } =
        ByName([.. actions ?? [], .. databases.SelectMany(d => d.Actions)], k => k.Name);

    /// <summary>The only database that has this action; null: it is for all of them.</summary>
    public IDatabaseKind? OwnerOf(IActionKind action) =>
        Databases.Values.FirstOrDefault(d => d.Actions.Any(a => a.Name == action.Name));

    private static Dictionary<string, T> ByName<T>(IEnumerable<T> kinds, Func<T, string> name)
    {
        var result = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var kind in kinds)
            if (!result.TryAdd(name(kind), kind))
                throw new InvalidOperationException($"Two {typeof(T).Name} have the name '{name(kind)}'.");
        return result;
    }
}
