using System.CommandLine;
using ChaosService.Host.Service.Options;

namespace ChaosService.Host.Commands;

/// <summary>The options of <c>serve</c> and <c>config</c> as flags; a flag wins over the environment, which wins over the file.</summary>
internal sealed class ServiceFlags
{
    private readonly Option<string?> _config = new("--config") { Description = "Options file (JSON). `chaosctl config` prints one." };
    private readonly Option<string?> _address = new("--address") { Description = "Address and port to listen on. Default: 127.0.0.1:7070. Port 0: any free one." };
    private readonly Option<string?> _state = new("--state") { Description = "Directory of the state database, logs and volumes. Default: $CHAOSSERVICE_STATE or /var/lib/chaosservice." };
    private readonly Option<string?> _runs = new("--out") { Description = "Where run directories are made. Default: runs, below the state directory." };
    private readonly Option<string?> _onStop = new("--on-stop") { Description = "What a stop does with running runs: abort (default) or finish." };

    public Command AddTo(Command command)
    {
        foreach (var option in new Option[] { _config, _address, _state, _runs, _onStop }) command.Add(option);
        return command;
    }

    public ServiceOptions Read(ParseResult parsed) => ServiceConfiguration.Read(
        parsed.GetValue(_config),
        new Dictionary<string, string?>
        {
            [nameof(ServiceOptions.Address)] = parsed.GetValue(_address),
            [nameof(ServiceOptions.State)] = parsed.GetValue(_state),
            [nameof(ServiceOptions.Runs)] = parsed.GetValue(_runs),
            [nameof(ServiceOptions.OnStop)] = parsed.GetValue(_onStop),
        });
}
