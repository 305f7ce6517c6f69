using System.Text.Json;

namespace ChaosService.Architecture.Tests.Projects;

/// <summary>What a packages.lock.json pins: the version of each package, by its name.</summary>
internal sealed record LockFile(string Path, IReadOnlyDictionary<string, string> Versions)
{
    public static LockFile Parse(string path, string json)
    {
        var versions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        using var document = JsonDocument.Parse(json);
        // A framework, and each system that it is published for, has a list of its own; a project in it has no version.
        foreach (var framework in document.RootElement.GetProperty("dependencies").EnumerateObject())
            foreach (var package in framework.Value.EnumerateObject())
                if (package.Value.TryGetProperty("resolved", out var version)) versions[package.Name] = version.GetString()!;
        return new LockFile(path, versions);
    }
}
