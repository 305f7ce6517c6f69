using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Projects;

public sealed class PinnedPackagesTests
{
    private static readonly IReadOnlyList<CentralVersion> Central =
        CentralVersion.Parse(Repository.Files.Single(f => f.Path == "Directory.Packages.props").Text);

    private static readonly LockFile[] Locks =
        [.. Repository.Files.Where(f => Path.GetFileName(f.Path) == "packages.lock.json").Select(f => LockFile.Parse(f.Path, f.Text))];

    [Fact]
    public void Every_project_has_a_lock_file() => Rule.Holds(PinnedPackages.WithoutLock(Repository.Files));

    [Fact]
    public void Package_has_one_version_in_all_projects() => Rule.Holds(PinnedPackages.Differing(Locks, Central));

    [Fact]
    public void Every_version_that_is_named_is_used() => Rule.Holds(PinnedPackages.Unused(Locks, Central));

    [Fact]
    public void Scripts_restore_what_is_locked() => Rule.Holds(Repository.Files.SelectMany(PinnedPackages.Unlocked));

    [Fact]
    public void Project_without_a_lock_file_is_found() => Rule.Finds(
        PinnedPackages.WithoutLock([new("src/A/A.csproj", ""), new("src/A/packages.lock.json", "{}"), new("src/B/B.csproj", "")]),
        "src/B/B.csproj: has no packages.lock.json beside it.");

    [Fact]
    public void Package_with_two_versions_is_found() => Rule.Finds(
        PinnedPackages.Differing([Lock("a", "2.0.0"), Lock("b", "2.3.0"), Lock("c", "2.3.0")], [new("Microsoft.OpenApi", "2.0.0")]),
        "Microsoft.OpenApi has several versions: 2.0.0 in Directory.Packages.props, 2.3.0 in b.");

    [Fact]
    public void Package_that_nobody_uses_is_found() => Rule.Finds(
        PinnedPackages.Unused([Lock("a", "2.0.0")], [new("Serilog", "3.1.1")]),
        "Directory.Packages.props names Serilog, which no project uses.");

    [Theory]
    [InlineData("#!/bin/sh\ndotnet build x\n", 1)]
    [InlineData("#!/bin/sh\ndotnet build x \\\n  -p:RestoreLockedMode=true\n", 0)]
    [InlineData("#!/bin/sh\n. \"$root/scripts/build.sh\"\ndotnet publish x\n", 0)]
    [InlineData("#!/bin/sh\n# dotnet build is for others\ndotnet x.dll\n", 0)]
    public void Script_that_restores_what_is_newest_is_found(string text, int expected) =>
        Assert.Equal(expected, PinnedPackages.Unlocked(new("run", text)).Count());

    private static LockFile Lock(string path, string version) => LockFile.Parse(path, $$$"""
        { "version": 2, "dependencies": { "net10.0": { "Microsoft.OpenApi": { "type": "Transitive", "resolved": "{{{version}}}" } } } }
        """);
}
