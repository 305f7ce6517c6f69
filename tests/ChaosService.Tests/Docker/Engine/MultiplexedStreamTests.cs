using System.Text;
using ChaosService.Docker.Engine.Containers;

namespace ChaosService.Tests.Docker.Engine;

public sealed class MultiplexedStreamTests
{
    [Fact]
    public async Task Frames_go_to_their_streams()
    {
        var (output, error) = await CopyAsync([.. Frame(1, "one "), .. Frame(2, "trouble"), .. Frame(1, new string('x', 100_000))], multiplexed: true);
        Assert.Equal("one " + new string('x', 100_000), output);
        Assert.Equal("trouble", error);
    }

    [Fact]
    public async Task Frame_that_is_cut_off_keeps_what_there_is()
    {
        var (output, _) = await CopyAsync(Frame(1, "complete?")[..12], multiplexed: true);
        Assert.Equal("comp", output);
    }

    [Fact]
    public async Task Terminal_output_is_taken_as_it_is()
    {
        var (output, error) = await CopyAsync(Encoding.UTF8.GetBytes("plain"), multiplexed: false);
        Assert.Equal(("plain", ""), (output, error));
    }

    private static byte[] Frame(byte stream, string text) =>
        [stream, 0, 0, 0, (byte)(text.Length >> 24), (byte)(text.Length >> 16), (byte)(text.Length >> 8), (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    private static async Task<(string Output, string Error)> CopyAsync(byte[] bytes, bool multiplexed)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        await using var stream = new MultiplexedStream(new MemoryStream(bytes), multiplexed);
        await stream.CopyOutputToAsync(output, error, TestContext.Current.CancellationToken);
        return (Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }
}
