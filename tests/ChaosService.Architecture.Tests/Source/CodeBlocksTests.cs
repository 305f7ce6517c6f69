namespace ChaosService.Architecture.Tests.Source;

public sealed class CodeBlocksTests
{
    [Theory]
    [InlineData("class A { int F() { if (x) { } return 1; } }", "int F() { if (x) { } return 1; }")]
    [InlineData(
        "record A(int X = 1) : B(X) { int F() => x switch { 1 => 2, _ => 3 }; void G() { } }",
        "int F() => x switch { 1 => 2, _ => 3 };|void G() { }")]
    [InlineData("class A { int P { get; set; } = 4; void F() { } }", "int P { get; set; } = 4;|void F() { }")]
    [InlineData("class A { void F() { } [Fact] void G() { } }", "void F() { }|void G() { }")]
    [InlineData(
        "class A<T> where T : class { void F<U>(U u) where U : class { } class B { void G() { } } }",
        "void F<U>(U u) where U : class { }|void G() { }")]
    [InlineData("class A { void F(int a = 0) { } void G() { } }", "void F(int a = 0) { }|void G() { }")]
    [InlineData(
        "class A { static readonly B X = new() { Y = 1 }; int[] Z = [1, 2]; bool operator ==(A a, A b) => true; }",
        "bool operator ==(A a, A b) => true;")]
    public void Members_finds_functions(string code, string expected) =>
        Assert.Equal(expected, string.Join('|', CodeBlocks.Members(code).Where(m => m.IsFunction).Select(m => code[m.Start..m.End])));
}
