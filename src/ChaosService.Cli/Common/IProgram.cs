using ChaosService.Service.Installations;
using ChaosService.Service.Options;

namespace ChaosService.Cli.Common;

/// <summary>The program that the commands belong to: what it is made of is not theirs to know.</summary>
internal interface IProgram
{
    /// <param name="store">Null: nothing is shared with other instances.</param>
    /// <param name="allowCommands">Experiments may run programs of their own.</param>
    Installation Open(string stateDirectory, StoreOptions? store = null, bool allowCommands = false);

    /// <summary>Runs the service until it is stopped, with everything reverted.</summary>
    Task ServeAsync(ServiceOptions options, Action<Installation, ReadyNotice> ready, CancellationToken stop);
}

/// <param name="Attention">What needs attention soon; null: nothing.</param>
internal sealed record ReadyNotice(string Address, string? Attention);
