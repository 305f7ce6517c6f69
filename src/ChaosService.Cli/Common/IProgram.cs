using ChaosService.Service.Installations;
using ChaosService.Service.Options;

namespace ChaosService.Cli.Common;

/// <summary>The program that the commands belong to: they do not depend on its parts.</summary>
internal interface IProgram
{
    /// <param name="store">Null: nothing is shared with other instances.</param>
    /// <param name="allowCommands">Whether experiments may run their own programs.</param>
    Installation Open(string stateDirectory, StoreOptions? store = null, bool allowCommands = false);

    /// <summary>Runs the service until it is stopped, with everything reverted.</summary>
    Task ServeAsync(ServiceOptions options, Action<Installation, ReadyNotice> ready, CancellationToken stop);
}

/// <param name="Attention">What needs attention soon; null: nothing.</param>
internal sealed record ReadyNotice(string Address, string? Attention);
