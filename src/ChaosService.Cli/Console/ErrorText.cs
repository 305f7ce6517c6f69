using ChaosService.Engine.Judging;

namespace ChaosService.Cli.Console;

internal static class ErrorText
{
    /// <summary>Error messages for people.</summary>
    public static string Of(Exception e, int code) => code switch
    {
        ExitCodes.Aborted => "stopped",
        ExitCodes.Internal => $"a fault in ChaosService itself; please report it with what follows.\n{e}",
        _ => e.Message,
    };
}
