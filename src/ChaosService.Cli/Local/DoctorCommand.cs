using System.CommandLine;
using ChaosService.Cli.Common;
using ChaosService.Cli.Doctor;
using ChaosService.Docker.Engine;
using ChaosService.Engine.Judging;

namespace ChaosService.Cli.Local;

internal static class DoctorCommand
{
    public static Command Create(IProgram program)
    {
        var (state, json) = (CommonOptions.State(), CommonOptions.Json());
        var command = new Command("doctor", "Say what this machine can do, and what would mend what it cannot.") { state, json };
        command.SetAction((parsed, stop) => RunAsync(program, parsed.GetValue(state)!, parsed.GetValue(json), stop));
        return command;
    }

    private static async Task<int> RunAsync(IProgram program, string state, bool json, CancellationToken stop)
    {
        using var docker = EngineEndpoint.FromEnvironment().CreateClient();
        // Whether commands are allowed does not depend on the machine.
        using var installation = program.Open(state, allowCommands: true);
        var results = await DoctorReport.RunAsync(Machine.This(docker, state), installation.Engine.Faults, stop);
        if (json) System.Console.Out.WriteLine(DoctorText.Json(results));
        else foreach (var line in DoctorText.Lines(results)) System.Console.Out.WriteLine(line);
        return DoctorReport.IsReady(results) ? ExitCodes.Valid : ExitCodes.Unavailable;
    }
}
