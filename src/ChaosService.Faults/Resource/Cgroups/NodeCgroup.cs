namespace ChaosService.Faults.Resource.Cgroups;

/// <summary>The control groups of a node: one for each controller in version 1, one for all in version 2 (cgroups(7)).</summary>
/// <param name="Root">Where this process finds the machine's <c>/sys/fs/cgroup</c>.</param>
/// <param name="Places">Path below its hierarchy by controller; version 2 by the empty name.</param>
internal sealed record NodeCgroup(string Root, IReadOnlyDictionary<string, NodeCgroup.Place> Places)
{
    /// <param name="Hierarchy">As the kernel calls it: <c>cpu,cpuacct</c>; empty in version 2.</param>
    internal sealed record Place(string Hierarchy, string Path);

    /// <summary>Null when the process is gone.</summary>
    public static NodeCgroup? Of(int pid, string root)
    {
        try
        {
            return pid == 0 ? null : Parse(File.ReadAllLines($"/proc/{pid}/cgroup"), root);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary><c>4:cpu,cpuacct:/docker/0123</c>, or <c>0::/docker/0123</c> of version 2.</summary>
    internal static NodeCgroup Parse(IEnumerable<string> lines, string root)
    {
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        foreach (var fields in lines.Select(l => l.Split(':', 3)).Where(f => f.Length == 3))
            foreach (var controller in fields[1].Split(',')) places[controller] = new(fields[1], fields[2]);
        return new(root, places);
    }

    public bool IsVersion2(string controller) => !Places.ContainsKey(controller);

    /// <summary>Null when the controller is not mounted, or the group cannot be found from here.</summary>
    public string? DirectoryOf(string controller)
    {
        if (Places.GetValueOrDefault(IsVersion2(controller) ? "" : controller) is not { } place) return null;
        string[] mounts = IsVersion2(controller) ? ["", "unified"] : [place.Hierarchy, controller];
        return mounts.Select(m => $"{System.IO.Path.Combine(Root, m)}{place.Path}")
            .FirstOrDefault(d => IsVersion2(controller) ? Has(d, controller) : Directory.Exists(d));
    }

    private static bool Has(string directory, string controller) =>
        File.Exists($"{directory}/cgroup.controllers")
            && File.ReadAllText($"{directory}/cgroup.controllers").Split(' ', '\n').Contains(controller);
}
