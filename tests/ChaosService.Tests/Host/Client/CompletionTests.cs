using ChaosService.Tests.Host.Service;

namespace ChaosService.Tests.Host.Client;

public sealed class CompletionTests
{
    [Fact]
    public async Task Commands_options_and_the_service_s_names_are_offered()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.ApplyAsync("calm");
        await service.ApplyAsync("calm-night");

        Assert.Equal(["trigger"], await Chaosctl.CompleteAsync(service, "chaosctl tri"));
        Assert.Equal(["fire", "pause", "resume"], await Chaosctl.CompleteAsync(service, "chaosctl schedules "));
        Assert.Equal(["--state"], await Chaosctl.CompleteAsync(service, "chaosctl runs --sta"));
        Assert.Equal(["calm", "calm-night"], await NamesAsync(service, "chaosctl trigger ca"));
        Assert.Equal(["etcd"], await NamesAsync(service, "chaosctl targets up et"));
    }

    [Fact]
    public async Task Service_that_is_gone_offers_nothing_and_says_nothing()
    {
        var service = await ServiceUnderTest.StartAsync();
        await service.DisposeAsync();

        Assert.Empty(await Chaosctl.CompleteAsync(service, "chaosctl trigger "));
    }

    /// <summary>Tab gives up after a second, which a busy machine may need: who presses it again gets the names.</summary>
    private static async Task<string[]> NamesAsync(ServiceUnderTest service, string line)
    {
        for (var presses = 0; presses < 20; presses++)
            if (await Chaosctl.CompleteAsync(service, line) is { Length: > 0 } names) return names;
        return [];
    }
}
