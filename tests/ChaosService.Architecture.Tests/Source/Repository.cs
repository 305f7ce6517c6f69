namespace ChaosService.Architecture.Tests.Source;

/// <summary>The tree that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs =
        [".git", ".vs", "bin", "obj", "node_modules", "runs", "TestResults", "BenchmarkDotNet.Artifacts"];
    private static readonly string[] Binary = [".png", ".jpg", ".gif", ".ico", ".gz", ".woff2"];

    private static readonly string[] Lined = [".cs", ".razor", ".proto", ".js", ".mjs", ".css", ".sh", ".md"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every text file, by its path from the root with forward slashes.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } =
        [.. Walk(Root).Where(p => !Binary.Contains(Path.GetExtension(p))).Select(Read).OrderBy(f => f.Path, StringComparer.Ordinal)];

    public static IEnumerable<SourceFile> Code => Files.Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>Code and documentation that people write line by line.</summary>
    public static IEnumerable<SourceFile> Written => Files.Where(f => Lined.Contains(Path.GetExtension(f.Path)));

    public static IEnumerable<SourceFile> Sources => Code.Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal));

    public static IEnumerable<string> TopLevel =>
        Directory.EnumerateFileSystemEntries(Root).Select(Path.GetFileName).OfType<string>().Except(NotOurs);

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder)
            .Concat(Directory.EnumerateDirectories(folder).Where(d => !NotOurs.Contains(Path.GetFileName(d))).SelectMany(Walk))
            .Where(p => Path.GetFileName(p) != ".git");

    private static SourceFile Read(string path) => new(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ChaosService.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No ChaosService.sln above {AppContext.BaseDirectory}.");
    }
}
