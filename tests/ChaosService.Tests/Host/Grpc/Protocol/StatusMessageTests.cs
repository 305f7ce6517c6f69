using ChaosService.Host.Grpc.Protocol;

namespace ChaosService.Tests.Host.Grpc.Protocol;

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

    [Fact]
    public void Long_text_is_cut_and_no_character_in_two()
    {
        var text = new string('a', StatusMessage.CharactersMax - 1) + "😀 and more";

        Assert.Equal(new string('a', StatusMessage.CharactersMax - 1) + "…", Uri.UnescapeDataString(StatusMessage.Encode(text)));
    }
}
