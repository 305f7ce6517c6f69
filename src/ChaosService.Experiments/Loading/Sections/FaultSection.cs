using ChaosService.Experiments.Loading.Selectors;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading.Sections;

/// <summary>Reads <c>faults:</c>: single faults and mixes of them. A missing or empty list means a baseline run.</summary>
internal sealed record FaultSection(IReadOnlyList<FaultSpec> Faults, IReadOnlyList<MixSpec> Mixes)
{
    private const string MapFix =
        "write '- kind: network-partition' with 'at', 'for' and 'on' below, or '- mix:' with 'every' and 'of' below";

    public static FaultSection Read(MapReader spec, Scope scope)
    {
        List<FaultSpec?> faults = [];
        List<MixSpec?> mixes = [];
        foreach (var item in spec.List("faults") ?? [])
        {
            if (item is not ConfigMap map)
                scope.Problems.Add(item.Place, "an entry of 'faults' must be a map", (item as ConfigScalar)?.Text, MapFix);
            else if (map.Find("mix") is not null) mixes.Add(MixReader.Read(new MapReader(map, scope.Problems), scope));
            else faults.Add(FaultReader.Read(new MapReader(map, scope.Problems), scope, Timing.Read));
        }
        return new FaultSection([.. faults.OfType<FaultSpec>()], [.. mixes.OfType<MixSpec>()]);
    }
}
