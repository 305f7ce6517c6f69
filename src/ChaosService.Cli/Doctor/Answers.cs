using ChaosService.Docker.Processes;

namespace ChaosService.Cli.Doctor;

/// <summary>Derives a diagnosis from a command's result.</summary>
internal static class Answers
{
    public const string RunAsRoot = "run as root";

    /// <param name="result">The command's result.</param>
    /// <param name="ok">The detail when it succeeded.</param>
    /// <param name="package">The package that contains the program.</param>
    /// <param name="fix">The fix when the program exists but the machine refuses.</param>
    public static Diagnosis Diagnose(CommandResult result, string ok, string package, string fix)
    {
        if (result.Succeeded) return Diagnosis.Ok(ok);
        if (result.ExitCode == 127) return Diagnosis.Missing("not installed", $"install {package}");
        var said = LastLine(result);
        return IsPermission(said) ? Diagnosis.Missing(said, RunAsRoot) : Diagnosis.Missing(said, fix);
    }

    public static bool IsPermission(string said) =>
        said.Contains("not permitted", StringComparison.OrdinalIgnoreCase)
        || said.Contains("permission denied", StringComparison.OrdinalIgnoreCase)
        || said.Contains("must be root", StringComparison.OrdinalIgnoreCase);

    public static string LastLine(CommandResult result)
    {
        var text = result.Error.Trim() is { Length: > 0 } error ? error : result.Output.Trim();
        return text.Length == 0 ? $"exit code {result.ExitCode}" : text.Split('\n')[^1].Trim();
    }
}
