using System.CommandLine;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Reading;

namespace ChaosService.Cli.Administration;

/// <summary>The options of <c>serve</c> and <c>config</c> as flags; a flag overrides the environment, which overrides the file.</summary>
internal sealed class ServiceFlags
{
    private readonly Option<string?> _config = new("--config") { Description = "Options file (JSON). `chaosctl config` prints one." };
    private readonly Option<string?> _address =
        new("--address") { Description = "Address and port to listen on. Default: 127.0.0.1:7070. Port 0: any free one." };
    private readonly Option<string?> _state = new("--state")
    {
        Description = "Directory of the state database, logs and volumes. Default: $CHAOSSERVICE_STATE or /var/lib/chaosservice.",
    };
    private readonly Option<string?> _runs =
        new("--out") { Description = "Where run directories are made. Default: runs, below the state directory." };
    private readonly Option<string?> _onStop =
        new("--on-stop") { Description = "What a stop does with running runs: abort (default) or finish." };

    private readonly Option<string?> _certificate =
        new("--tls-certificate") { Description = "Speak https with this certificate: PEM, or PKCS#12 (.pfx) with its key." };
    private readonly Option<string?> _key =
        new("--tls-key") { Description = "The certificate's private key (PEM). Default: it is in the certificate's file." };
    private readonly Option<bool> _requireTokens =
        new("--require-tokens") { Description = "Let nobody in without a token, not even on loopback." };
    private readonly Option<bool> _insecure =
        new("--insecure") { Description = "Listen beyond loopback without tokens or TLS: you answer for who can reach it." };

    public Command AddTo(Command command)
    {
        foreach (var option in new Option[] { _config, _address, _state, _runs, _onStop, _certificate, _key, _requireTokens, _insecure })
            command.Add(option);
        return command;
    }

    public ServiceOptions Read(ParseResult parsed) => ServiceConfiguration.Read(
        parsed.GetValue(_config),
        ProcessEnvironment.Variables(),
        new Dictionary<string, string?>
        {
            [nameof(ServiceOptions.Address)] = parsed.GetValue(_address),
            [nameof(ServiceOptions.State)] = parsed.GetValue(_state),
            [nameof(ServiceOptions.Runs)] = parsed.GetValue(_runs),
            [nameof(ServiceOptions.OnStop)] = parsed.GetValue(_onStop),
            [$"{nameof(ServiceOptions.Tls)}:{nameof(TlsOptions.Certificate)}"] = parsed.GetValue(_certificate),
            [$"{nameof(ServiceOptions.Tls)}:{nameof(TlsOptions.Key)}"] = parsed.GetValue(_key),
            [nameof(ServiceOptions.RequireTokens)] = Set(parsed, _requireTokens),
            [nameof(ServiceOptions.Insecure)] = Set(parsed, _insecure),
        });

    /// <summary>A missing flag sets nothing: the file or the environment may have set it.</summary>
    private static string? Set(ParseResult parsed, Option<bool> flag) => parsed.GetValue(flag) ? "true" : null;
}
