using ChaosService.Docker.Processes;

namespace ChaosService.Host.Doctor;

/// <summary>The machine as the doctor sees it: a value, so that tests can describe machines that they do not run on.</summary>
/// <param name="RunAsync">Runs a command to its end.</param>
/// <param name="Read">A file's text; null when it cannot be read.</param>
/// <param name="Exists">Whether a file, device or folder is there.</param>
/// <param name="FreeBytes">Free bytes on the filesystem of a folder.</param>
internal sealed record Machine(
    Func<Command, CancellationToken, Task<CommandResult>> RunAsync, Func<string, string?> Read, Func<string, bool> Exists, Func<string, long> FreeBytes)
{
    public static Machine This { get; } = new(CommandRunner.RunAsync, ReadFile, Path.Exists, folder => new DriveInfo(folder).AvailableFreeSpace);

    private static string? ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
