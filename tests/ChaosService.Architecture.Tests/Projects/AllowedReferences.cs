namespace ChaosService.Architecture.Tests.Projects;

/// <summary>Which project may refer to which: the table of docs/architecture.md.</summary>
internal static class AllowedReferences
{
    private static readonly Dictionary<string, string[]> Table = new(StringComparer.Ordinal)
    {
        ["ChaosService.Model"] = [],
        ["ChaosService.Contracts"] = [],
        ["ChaosService.Target"] = [],
        ["ChaosService.Reference.Core"] = [],
        ["ChaosService.Reference.Host"] = ["ChaosService.Reference.Core"],
        ["ChaosService.MerkleKv"] = [],
        ["ChaosService.Checking"] = ["ChaosService.Model"],
        ["ChaosService.Experiments"] = ["ChaosService.Model"],
        ["ChaosService.Docker"] = ["ChaosService.Model"],
        ["ChaosService.Proxies"] = ["ChaosService.Model"],
        ["ChaosService.Proxies.Http"] = ["ChaosService.Model", "ChaosService.Proxies"],
        ["ChaosService.Faults"] = ["ChaosService.Model", "ChaosService.Docker", "ChaosService.Proxies", "ChaosService.Proxies.Http"],
        ["ChaosService.Workloads"] = ["ChaosService.Model"],
        ["ChaosService.Probes"] = ["ChaosService.Model"],
        ["ChaosService.Engine"] = ["ChaosService.Model"],
        ["ChaosService.Service"] = ["ChaosService.Model", "ChaosService.Contracts", "ChaosService.Experiments", "ChaosService.Engine"],
        ["ChaosService.Telemetry"] =
            ["ChaosService.Model", "ChaosService.Contracts", "ChaosService.Experiments", "ChaosService.Engine", "ChaosService.Service"],
        ["ChaosService.Web"] =
            ["ChaosService.Model", "ChaosService.Contracts", "ChaosService.Experiments", "ChaosService.Engine", "ChaosService.Service"],
        ["ChaosService.Cli"] =
        [
            "ChaosService.Model", "ChaosService.Contracts", "ChaosService.Checking", "ChaosService.Experiments", "ChaosService.Docker",
            "ChaosService.Engine", "ChaosService.Service",
        ],
        ["ChaosService.Host"] =
        [
            "ChaosService.Model", "ChaosService.Contracts", "ChaosService.Checking", "ChaosService.Experiments", "ChaosService.Docker",
            "ChaosService.Faults", "ChaosService.Workloads", "ChaosService.Probes", "ChaosService.Engine", "ChaosService.Service",
            "ChaosService.Telemetry", "ChaosService.Web", "ChaosService.Cli",
        ],
    };

    /// <summary>What serves requests, or measures how they are served.</summary>
    private static readonly string[] WithTheWebFramework =
    [
        "ChaosService.Proxies.Http", "ChaosService.Web", "ChaosService.Telemetry", "ChaosService.Host", "ChaosService.Reference.Host",
        "ChaosService.MerkleKv",
    ];

    /// <summary>The databases that are made to be tested.</summary>
    private static readonly string[] Databases = ["ChaosService.Reference.", "ChaosService.MerkleKv."];

    /// <summary>Projects whose closure holds no package at all: they are pure, or wire types.</summary>
    private static readonly string[] WithoutPackages = ["ChaosService.Model", "ChaosService.Checking", "ChaosService.Reference.Core"];

    public static IEnumerable<string> Violations(ProjectFile project)
    {
        if (!Table.TryGetValue(project.Name, out var allowed))
            return [$"{project.Name} is not in the table of projects: say what it holds and what it may refer to."];
        return project.Projects.Except(allowed).Select(p => $"{project.Name} may not refer to {p}.")
            .Concat(
                WithoutPackages.Contains(project.Name) ? project.Packages.Select(p => $"{project.Name} may not use the package {p}.") : [])
            .Concat(WithTheWebFramework
            .Contains(project.Name) ? [] : project.Frameworks.Select(f => $"{project.Name} may not use the framework {f}."));
    }

    /// <summary>Of every project, tests included.</summary>
    public static IEnumerable<string> AcrossTheReference(ProjectFile project) =>
        project.Projects.Where(p => DatabaseOf(p) != DatabaseOf(project.Name))
            .Select(p => $"{project.Name} may not refer to {p}: a database under test and the service that tests it share nothing.");

    /// <summary>Which of the databases under test a project belongs to; null: to the service.</summary>
    private static string? DatabaseOf(string project) =>
        Databases.FirstOrDefault(d => $"{project}.".StartsWith(d, StringComparison.Ordinal));
}
