using System.CommandLine;
using ChaosService.Host.Service.Options;

namespace ChaosService.Host.Commands;

internal static class ConfigCommand
{
    public static Command Create()
    {
        var flags = new ServiceFlags();
        var command = flags.AddTo(new Command("config", "Print the service's effective options, secrets hidden: what `serve` with the same flags would use."));
        command.SetAction(parsed =>
        {
            System.Console.Out.WriteLine(OptionText.Of(flags.Read(parsed)).ToJsonString(ConsoleJson.Options));
            return ExitCodes.Valid;
        });
        return command;
    }
}
