namespace ChaosService.EndToEnd.Tests.Running;

/// <summary>Where the sources and the built program are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Built in the same configuration as these tests.</summary>
    public static string Chaosctl { get; } =
        Path.Combine(
            Root, "src", "ChaosService.Host", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "chaosctl.dll");

    public static string Experiment(string name) => Path.Combine(Root, "experiments", name + ".yaml");

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "ChaosService.sln"))) return directory.FullName;
        throw new InvalidOperationException("these tests run from inside the repository");
    }
}
