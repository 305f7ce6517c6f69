using System.CommandLine;
using ChaosService.Host.Composition;
using ChaosService.Host.Doctor;

namespace ChaosService.Host.Commands;

internal static class DoctorCommand
{
    public static Command Create()
    {
        var (state, json) = (CommonOptions.State(), CommonOptions.Json());
        var command = new Command("doctor", "Say what this machine can do, and what would mend what it cannot.") { state, json };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(state)!, parsed.GetValue(json), stop));
        return command;
    }

    private static async Task<int> RunAsync(string state, bool json, CancellationToken stop)
    {
        using var installation = new Installation(state);
        var results = await DoctorReport.RunAsync(Machine.This(installation.Docker, state), installation.Faults, stop);
        if (json) System.Console.Out.WriteLine(DoctorText.Json(results));
        else foreach (var line in DoctorText.Lines(results)) System.Console.Out.WriteLine(line);
        return DoctorReport.IsReady(results) ? ExitCodes.Valid : ExitCodes.Unavailable;
    }
}
