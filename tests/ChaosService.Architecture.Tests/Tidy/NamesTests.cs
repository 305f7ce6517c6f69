using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

public sealed class NamesTests
{
    [Fact]
    public void Every_type_says_what_it_is() => Rule.Holds(Repository.Code.SelectMany(Names.SayNothing));

    [Fact]
    public void Every_namespace_is_its_folder() => Rule.Holds(Repository.Code.SelectMany(Names.WrongNamespace));

    [Theory]
    [InlineData("class RunManager;", "RunManager")]
    [InlineData("static class StringUtils { }", "StringUtils")]
    [InlineData("record FaultService(int A);", "FaultService")]
    public void Empty_name_is_found(string code, string name) =>
        Rule.Finds(Names.SayNothing(new("A.cs", code)), $"A.cs:1: {name}: say what it does");

    [Theory]
    [InlineData("namespace A.B;", "namespace A.B, expected ChaosService.Engine.Running")]
    [InlineData("class A { }", "no file-scoped namespace, expected ChaosService.Engine.Running")]
    public void Namespace_beside_the_folder_is_found(string code, string expected) =>
        Rule.Finds(
            Names.WrongNamespace(new("src/ChaosService.Engine/Running/A.cs", code)), $"src/ChaosService.Engine/Running/A.cs:1: {expected}");

    [Fact]
    public void Folder_that_stands_in_for_a_package_has_the_package_s_namespace()
    {
        const string Path = "src/ChaosService.Engine/Sinks/Some.Package/A.cs";

        Rule.Finds(Names.WrongNamespace(new(Path, "namespace Some.Package;")));
        Rule.Finds(
            Names.WrongNamespace(new(Path, "namespace ChaosService.Engine.Sinks;")),
            $"{Path}:1: namespace ChaosService.Engine.Sinks, expected Some.Package");
    }

    [Theory]
    [InlineData("namespace ChaosService.Engine;")]
    [InlineData("return 0;")]
    public void Right_namespace_is_not(string code) => Rule.Finds(Names.WrongNamespace(new("src/ChaosService.Engine/Program.cs", code)));
}
