using ChaosService.Model.Workloads;

namespace ChaosService.Workloads.Timeseries;

/// <summary>It has no options.</summary>
internal sealed record TimeseriesOptions : ClientOptions;
