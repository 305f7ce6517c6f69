using ChaosService.Cli.Common;
using ChaosService.Experiments.Loading;
using ChaosService.Experiments.Overrides;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Model.Suites;
using ChaosService.Service.Installations;

namespace ChaosService.Cli.Local.Suites;

/// <summary>One experiment that a suite file can select, and its file.</summary>
internal sealed record MemberFile(string Path, Experiment Experiment);

/// <summary>Finds the experiments of a suite file on disk, by their names and labels, not by file names.</summary>
internal static class MemberFiles
{
    /// <summary>
    /// Where experiments are searched by default: the suite's directory, or its parent if that directory is called suites.
    /// </summary>
    public static string DefaultDirectory(string suiteFile)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(suiteFile))!;
        var chosen = Path.GetFileName(directory) == "suites" ? Path.GetDirectoryName(directory) ?? directory : directory;
        return Path.GetRelativePath(Environment.CurrentDirectory, chosen);
    }

    /// <summary>Throws <see cref="BadInputException"/> with all problems of the suite and of each of its members.</summary>
    public static (IReadOnlyList<SuiteMember> Members, IReadOnlyDictionary<string, MemberFile> Files) Resolve(
        Installation installation, string suiteFile, Suite suite, IReadOnlyList<string> directories)
    {
        var found = Find(directories);
        var (members, refusal) =
            SuiteResolution.Resolve(suite, [.. found.Values.Select(f => new SuiteCandidate(f[0].Head.Name!, f[0].Head.Labels))]);
        if (refusal is not null) throw new BadInputException($"{suiteFile}: {refusal} (looked below {string.Join(", ", directories)})");
        if (members.FirstOrDefault(m => found[m.Experiment].Count > 1) is { } twice)
            throw new BadInputException(
                $"{suiteFile}: several files hold an experiment '{twice.Experiment}': "
                    + $"{string.Join(", ", found[twice.Experiment].Select(f => f.Path))}; rename one, or name other directories with "
                    + $"--experiments");

        var loaded = members.Select(m => Load(installation, m, found[m.Experiment][0].Path)).ToList();
        // A problem in every cell is reported once.
        var wrong = loaded.Where(l => l.Result.Problems.Count > 0)
            .DistinctBy(l => string.Join('\n', l.Result.Problems)).Select(l => l.Problems).ToList();
        if (wrong.Count > 0) throw new BadInputException(string.Join('\n', wrong));
        return (members, loaded.ToDictionary(
            l => l.Member.Name, l => new MemberFile(l.Path, l.Result.Experiment!), StringComparer.Ordinal));
    }

    /// <summary>With the values of its cell of the matrix.</summary>
    private static LoadedMember Load(Installation installation, SuiteMember member, string path) => new(
        member, path,
        installation.Experiments.Load(
            path, [.. member.Cell.Select(v => Override.Parse(v.Override, []) ?? throw new BadInputException($"{v} is no override"))]));

    private sealed record LoadedMember(SuiteMember Member, string Path, LoadResult Result)
    {
        public string Problems =>
            (Member.Cell.Count == 0 ? "" : $"{Member.Name}: ") + ExperimentSource.Describe(Path, Result.Problems);
    }

    /// <summary>A file that is not YAML is refused: a suite must not shrink silently. Files that are not experiments are ignored.</summary>
    private static Dictionary<string, List<(string Path, DocumentHead Head)>> Find(IReadOnlyList<string> directories)
    {
        if (directories.FirstOrDefault(d => !Directory.Exists(d)) is { } missing)
            throw new BadInputException($"--experiments: there is no such directory: \"{missing}\"; check the path");
        var problems = new Problems();
        var found = directories
            .SelectMany(d => Directory.EnumerateFiles(d, "*.yaml", SearchOption.AllDirectories)).Where(f => !IsOfARun(f))
            .Distinct().Order(StringComparer.Ordinal)
            .Select(path => (Path: path, Head: DocumentHead.Load(path, problems)))
            .Where(f => f.Head is { IsExperiment: true, Name: not null })
            .GroupBy(f => f.Head.Name!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        return problems.Count == 0 ? found : throw new BadInputException(string.Join('\n', problems));
    }

    /// <summary>
    /// A run keeps a copy of its experiment, which must not count as a second one when runs are stored next to the suite.
    /// </summary>
    private static bool IsOfARun(string file) => File.Exists(Path.Combine(Path.GetDirectoryName(file)!, "plan.json"));
}
