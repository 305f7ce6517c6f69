using System.CommandLine;
using ChaosService.Cli.Common;
using ChaosService.Engine.Judging;
using ChaosService.Service.Options.Reading;

namespace ChaosService.Cli.Administration;

internal static class ConfigCommand
{
    public static Command Create()
    {
        var flags = new ServiceFlags();
        var command = flags.AddTo(
            new Command("config", "Print the service's effective options, secrets hidden: what `serve` with the same flags would use."));
        command.SetAction(parsed =>
        {
            System.Console.Out.WriteLine(OptionText.Of(flags.Read(parsed)).ToJsonString(ConsoleJson.Options));
            return ExitCodes.Valid;
        });
        return command;
    }
}
