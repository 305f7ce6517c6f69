namespace ChaosService.Architecture.Tests.Source;

public sealed class CodeTextTests
{
    [Theory]
    [InlineData("a; // DateTime.Now", "a;                ")]
    [InlineData("a /* b */ c", "a         c")]
    [InlineData("x = \"a\\\"b\";", "x = \"    \";")]
    [InlineData("x = @\"a\"\"b\";", "x = @\"    \";")]
    [InlineData("x = $\"a {b.C} {{d}}\";", "x = $\"  (b.C)      \";")]
    [InlineData("x = $\"{f(\"}\")} e\";", "x = $\"(f(\" \"))  \";")]
    [InlineData("x = \"\"\"a \"b\" { \"\"\"; y", "x =               ; y")]
    [InlineData("c = '{'; d = '\\''; e", "c =    ; d =     ; e")]
    public void Blank_leaves_only_code(string text, string expected) => Assert.Equal(expected, CodeText.Blank(text));

    [Fact]
    public void Blank_keeps_every_line_of_every_file_in_place() =>
        Assert.All(Repository.Code, f => Assert.Equal(f.Text.Count(c => c == '\n'), f.Code.Count(c => c == '\n')));

    [Fact]
    public void Blank_leaves_balanced_braces_in_every_file() =>
        Assert.All(Repository.Code, f => Assert.True(f.Code.Count(c => c == '{') == f.Code.Count(c => c == '}'), f.Path));
}
