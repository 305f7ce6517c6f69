using ChaosService.Model.Checks;

namespace ChaosService.Checking.Timeseries.Management;

/// <param name="OwnStatuses">Statuses that the cluster may set on its own. Default: <c>Down</c>, and <c>Active</c>, which it sets only for
/// a node that was Down.</param>
public sealed record CatalogParameters(IReadOnlyList<string> OwnStatuses) : CheckParameters
{
    public const string Down = "Down";
    public const string Active = "Active";
}
