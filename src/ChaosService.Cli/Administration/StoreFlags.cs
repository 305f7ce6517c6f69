using System.CommandLine;
using ChaosService.Cli.Common;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Reading;

namespace ChaosService.Cli.Administration;

/// <summary>Finds the store in the same place as <c>serve</c> with the same flags and environment.</summary>
internal sealed class StoreFlags
{
    private readonly Option<string?> _config = new("--config") { Description = "The service's options file, for a store that is shared." };
    private readonly Option<string> _state = CommonOptions.State();

    public Command AddTo(Command command)
    {
        command.Add(_config);
        command.Add(_state);
        return command;
    }

    /// <summary>A directory that was not given sets nothing: the file or the environment may name it.</summary>
    public ServiceOptions Read(ParseResult parsed) => ServiceConfiguration.Read(
        parsed.GetValue(_config),
        ProcessEnvironment.Variables(),
        new Dictionary<string, string?>
        {
            [nameof(ServiceOptions.State)] = parsed.GetResult(_state) is null or { Implicit: true } ? null : parsed.GetValue(_state),
        });
}
