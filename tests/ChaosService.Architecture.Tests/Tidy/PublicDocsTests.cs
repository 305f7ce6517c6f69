using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

public sealed class PublicDocsTests
{
    [Fact]
    public void Every_public_type_has_one() => Rule.Holds(Repository.Sources.SelectMany(PublicDocs.Missing));

    [Theory]
    [InlineData("public sealed record Fault(int A);", 1)]
    [InlineData("using X;\n\n[Obsolete]\npublic class Fault\n{", 4)]
    public void Missing_doc_is_found(string code, int line) =>
        Rule.Finds(PublicDocs.Missing(new("A.cs", code)), $"A.cs:{line}: Fault is public and has no doc comment");

    [Theory]
    [InlineData("/// <summary>A fault.</summary>\n[Obsolete]\npublic class Fault { }")]
    [InlineData("internal class Fault { }")]
    public void Doc_or_internal_is_not(string code) => Rule.Finds(PublicDocs.Missing(new("A.cs", code)));
}
