using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

public sealed class TopLevelTests
{
    private static readonly string[] Expected =
    [
        ".ci", ".editorconfig", ".gitignore", "CHANGELOG.md", "ChaosService.sln", "Directory.Build.props", "Directory.Packages.props",
        "LICENSE", "README.md", "chaosctl", "compose", "demo.sh", "docs", "experiments", "global.json", "scripts", "src", "test.sh",
        "tests",
    ];

    private static readonly string[] Allowed = [".config", ".gitattributes", "grafana"];

    [Fact]
    public void Root_holds_what_the_architecture_names_and_nothing_else() =>
        Assert.Equal(Expected, Repository.TopLevel.Except(Allowed).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("chaosctl")]
    [InlineData("demo.sh")]
    [InlineData("test.sh")]
    [InlineData(".ci/run")]
    [InlineData("scripts/setup.sh")]
    [InlineData("scripts/image.sh")]
    public void Command_can_be_run(string path) =>
        Assert.True(
            OperatingSystem.IsLinux() && File.GetUnixFileMode(Path.Combine(Repository.Root, path)).HasFlag(UnixFileMode.UserExecute));
}
