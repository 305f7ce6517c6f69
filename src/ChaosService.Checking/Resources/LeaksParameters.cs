using System.Text.Json.Serialization;
using ChaosService.Model.Checks;
using ChaosService.Model.KeyValue;

namespace ChaosService.Checking.Resources;

/// <param name="Fds">So many more open files and sockets than at first a node may have at the end. Default 32.</param>
/// <param name="Connections">The same for connections of clients. Default 32.</param>
/// <param name="MemoryBytes">The same for its memory. Default 64 MiB.</param>
/// <param name="Opened">So many connections each node must have taken in between, or nothing can be said. Default 500.</param>
/// <param name="After">Warm-up after a node's start, which is excluded. Default 5 s.</param>
public sealed record LeaksParameters(int Fds, int Connections, long MemoryBytes, int Opened, TimeSpan After) : CheckParameters
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> JudgedTopics => [UsageView.Topic];
}
