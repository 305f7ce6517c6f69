namespace ChaosService.Service.Options;

/// <summary>Where the installation and its state are.</summary>
internal static class Locations
{
    public static string DefaultState =>
        Environment.GetEnvironmentVariable("CHAOSSERVICE_STATE") is { Length: > 0 } set ? set : "/var/lib/chaosservice";

    /// <summary>
    /// The directory that holds <c>compose/</c>: $CHAOSSERVICE_HOME, otherwise the nearest one above the current directory, otherwise
    /// above the program.
    /// </summary>
    public static string Home { get; } =
        Environment.GetEnvironmentVariable("CHAOSSERVICE_HOME") is { Length: > 0 } set ? set
        : Above(Environment.CurrentDirectory) ?? Above(AppContext.BaseDirectory) ?? Environment.CurrentDirectory;

    private static string? Above(string start)
    {
        for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
            if (Directory.Exists(Path.Combine(directory.FullName, "compose"))) return directory.FullName;
        return null;
    }
}
