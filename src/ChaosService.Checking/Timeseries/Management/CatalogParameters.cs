using ChaosService.Model.Checks;

namespace ChaosService.Checking.Timeseries.Management;

/// <param name="OwnStatuses">Statuses that the cluster may give a node by itself. Default: <c>Down</c>, and <c>Active</c>, which it
/// gives to one that was Down alone.</param>
public sealed record CatalogParameters(IReadOnlyList<string> OwnStatuses) : CheckParameters
{
    public const string Down = "Down";
    public const string Active = "Active";
}
