using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Cli.Remote;

public sealed class CompletionTests
{
    [Theory]
    [MemberData(nameof(Shells.All), MemberType = typeof(Shells))]
    public async Task Commands_options_and_the_service_s_names_are_offered(string shell)
    {
        Shells.Require(shell);
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync("calm");
        await service.ApplyAsync("calm-night");

        Assert.Equal(["trigger"], await Shells.CompleteAsync(shell, service, "chaosctl tri"));
        Assert.Equal(["fire", "pause", "resume"], await Shells.CompleteAsync(shell, service, "chaosctl schedules "));
        Assert.Equal(["--state"], await Shells.CompleteAsync(shell, service, "chaosctl runs --sta"));
        Assert.Equal(["calm", "calm-night"], await NamesAsync(shell, service, "chaosctl trigger ca"));
        Assert.Equal(["etcd"], await NamesAsync(shell, service, "chaosctl targets up et"));
    }

    [Theory]
    [MemberData(nameof(Shells.All), MemberType = typeof(Shells))]
    public async Task Service_that_is_gone_offers_nothing_and_says_nothing(string shell)
    {
        Shells.Require(shell);
        var service = await ServiceUnderTest.StartAsync();
        await service.DisposeAsync();

        Assert.Empty(await Shells.CompleteAsync(shell, service, "chaosctl trigger zz"));
    }

    [Theory]
    [MemberData(nameof(Shells.All), MemberType = typeof(Shells))]
    public async Task Script_is_taken_by_its_shell_without_a_word(string shell)
    {
        Shells.Require(shell);
        Assert.Equal("", await Shells.LoadAsync(shell));
    }

    /// <summary>Tab gives up after a second, which a busy machine may need: who presses it again gets the names.</summary>
    private static async Task<string[]> NamesAsync(string shell, ServiceUnderTest service, string line)
    {
        for (var presses = 0; presses < 20; presses++)
            if (await Shells.CompleteAsync(shell, service, line) is { Length: > 0 } names) return names;
        return [];
    }
}
