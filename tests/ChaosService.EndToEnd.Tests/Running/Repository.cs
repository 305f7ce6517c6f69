namespace ChaosService.EndToEnd.Tests.Running;

/// <summary>Where the sources and the built program are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Built in the same configuration as these tests.</summary>
    public static string Chaosctl { get; } = Built("ChaosService.Host", "chaosctl.dll");

    /// <summary>A node of MerkleKV, which the solution builds in the same configuration: these tests do not refer to it.</summary>
    public static string MerkleKv { get; } = Built("ChaosService.MerkleKv", "chaos-merklekv");

    /// <summary>
    /// Chaosctl as it is installed, where it was published after it was built: native code from the start, which leaves the two cores to
    /// the clusters. Else as it was built.
    /// </summary>
    public static IReadOnlyList<string> Command { get; } = FindCommand();

    public static string Experiment(string name) => Path.Combine(Root, "experiments", name + ".yaml");

    private static IReadOnlyList<string> FindCommand()
    {
        var published = Path.Combine(Root, "src", "ChaosService.Host", "bin", "published");
        var (stamp, program) = (Path.Combine(published, ".published"), Path.Combine(published, "app", "chaosctl"));
        var isNewer = File.Exists(program) && File.GetLastWriteTimeUtc(stamp) > File.GetLastWriteTimeUtc(Chaosctl);
        return isNewer ? [program] : ["dotnet", Chaosctl];
    }

    private static string Built(string project, string file) =>
        Path.Combine(Root, "src", project, "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", file);

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "ChaosService.sln"))) return directory.FullName;
        throw new InvalidOperationException("these tests run from inside the repository");
    }
}
