using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Projects;

public sealed class AllowedReferencesTests
{
    private static readonly ProjectFile[] Projects =
    [
        .. Repository.Files.Where(f => f.Path.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(f => ProjectFile.Parse(Path.GetFileNameWithoutExtension(f.Path), f.Text)),
    ];

    [Fact]
    public void Projects_refer_only_to_what_the_table_allows() =>
        Rule.Holds(Projects.Where(p => !p.Name.EndsWith("Tests", StringComparison.Ordinal) && p.Name != "ChaosService.Benchmarks")
            .SelectMany(AllowedReferences.Violations));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Files.Single(f => f.Path == "ChaosService.sln").Text;
        Assert.All(Projects, p => Assert.Contains($"{p.Name}.csproj", solution));
    }

    [Fact]
    public void Tests_do_not_refer_to_the_cluster_node_under_test() =>
        Assert.DoesNotContain(
            Projects.Where(p => p.Name.EndsWith("Tests", StringComparison.Ordinal)), p => p.Projects.Contains("ChaosService.Target"));

    /// <summary>The same bug would sit on both ends.</summary>
    [Fact]
    public void Reference_database_and_the_service_share_no_project() =>
        Rule.Holds(Projects.SelectMany(AllowedReferences.AcrossTheReference));

    [Theory]
    [InlineData("ChaosService.Engine", "ChaosService.Reference.Core")]
    [InlineData("ChaosService.Tests", "ChaosService.Reference.Core")]
    [InlineData("ChaosService.Reference.Core", "ChaosService.Model")]
    [InlineData("ChaosService.Reference.Tests", "ChaosService.Checking")]
    [InlineData("ChaosService.Workloads", "ChaosService.MerkleKv")]
    [InlineData("ChaosService.MerkleKv", "ChaosService.Reference.Core")]
    public void Reference_database_that_shares_a_project_with_the_service_is_found(string from, string to) => Rule.Finds(
        AllowedReferences.AcrossTheReference(Parse(from, $"<ProjectReference Include=\"../{to}/{to}.csproj\" />")),
        $"{from} may not refer to {to}: a database under test and the service that tests it share nothing.");

    [Fact]
    public void Engine_that_refers_to_Faults_is_found() => Rule.Finds(
        AllowedReferences.Violations(
            Parse("ChaosService.Engine", "<ProjectReference Include=\"../ChaosService.Faults/ChaosService.Faults.csproj\" />")),
        "ChaosService.Engine may not refer to ChaosService.Faults.");

    [Fact]
    public void Model_with_a_package_is_found() => Rule.Finds(
        AllowedReferences.Violations(Parse("ChaosService.Model", "<PackageReference Include=\"Polly.Core\" />")),
        "ChaosService.Model may not use the package Polly.Core.");

    [Fact]
    public void Web_framework_outside_the_host_is_found() => Rule.Finds(
        AllowedReferences.Violations(Parse("ChaosService.Engine", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />")),
        "ChaosService.Engine may not use the framework Microsoft.AspNetCore.App.");

    [Fact]
    public void Project_outside_the_table_is_found() => Rule.Finds(
        AllowedReferences.Violations(Parse("ChaosService.Common", "")),
        "ChaosService.Common is not in the table of projects: say what it holds and what it may refer to.");

    private static ProjectFile Parse(string name, string items) =>
        ProjectFile.Parse(name, $"<Project><ItemGroup>{items}</ItemGroup></Project>");
}
