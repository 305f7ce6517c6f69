using ChaosService.Engine.Judging;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Store.Directories;
using ChaosService.Model.Clusters;
using Microsoft.Extensions.Logging;

namespace ChaosService.Engine.Running.Staging;

/// <summary>What every exercise of one run has in common: the target that is up, and the run's own means.</summary>
internal sealed record Stage(ICluster Cluster, RunnerPorts Ports, Judge Judge, RunJournal Journal, RunControl Control, ILogger Log);
