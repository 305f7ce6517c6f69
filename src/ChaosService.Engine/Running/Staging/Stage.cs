using ChaosService.Engine.Judging;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Store.Directories;
using ChaosService.Model.Clusters;
using Microsoft.Extensions.Logging;

namespace ChaosService.Engine.Running.Staging;

/// <summary>The common part of all exercises of one run: the target, and the run's own resources.</summary>
internal sealed record Stage(ICluster Cluster, RunnerPorts Ports, Judge Judge, RunJournal Journal, RunControl Control, ILogger Log);
