using ChaosService.Web.Problems.Calls;

namespace ChaosService.Tests.Web.Problems.Calls;

public sealed class StatusMessageTests
{
    [Theory]
    [InlineData("plain ~ text!", "plain ~ text!")]
    [InlineData("100 %", "100 %25")]
    [InlineData("a\nb", "a%0Ab")]
    [InlineData("é", "%C3%A9")]
    [InlineData("😀", "%F0%9F%98%80")]
    public void Text_is_printable_ASCII_on_the_wire(string text, string encoded)
    {
        Assert.Equal(encoded, StatusMessage.Encode(text));
        Assert.Equal(text, Uri.UnescapeDataString(encoded));
    }
}
