using ChaosService.Model.Checks;

namespace ChaosService.Checking.Timeseries.Management;

/// <param name="OwnStatuses">Statuses that the cluster may give a node by itself. Default: <c>Down</c>.</param>
public sealed record CatalogParameters(IReadOnlyList<string> OwnStatuses) : CheckParameters;
