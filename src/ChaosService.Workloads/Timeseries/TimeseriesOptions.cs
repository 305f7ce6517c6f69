using ChaosService.Model.Workloads;

namespace ChaosService.Workloads.Timeseries;

/// <summary>There are none.</summary>
internal sealed record TimeseriesOptions : ClientOptions;
