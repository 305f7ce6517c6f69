using ChaosService.Service.Queue;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Service.Queue;

public sealed class AbortTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task What_hangs_on_a_run_s_token_holds_up_neither_who_aborts_it_nor_other_runs()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        var queue = service.Part<RunQueue>();
        await service.ApplyAsync();
        var id = await service.RunAsync();
        await Wait.UntilAsync(() => service.Work.Started.Contains(id));
        var run = queue.Find(id)!;
        using var stuck = new ManualResetEventSlim();
        await using var registration = run.Stop.Register(() => stuck.Wait(TimeSpan.FromSeconds(30)));
        try
        {
            var aborted = Task.Run(() => queue.Abort(id, "enough"));
            await Wait.UntilAsync(() => run.Stop.IsCancellationRequested);

            await Task.Run(() => queue.Count, TestContext.Current.CancellationToken)
                .WaitAsync(Soon, TimeProvider.System, TestContext.Current.CancellationToken);
            Assert.True(await aborted.WaitAsync(Soon, TimeProvider.System, TestContext.Current.CancellationToken));
        }
        finally
        {
            stuck.Set();
        }
        Assert.Equal("enough", (await service.GetAsync(id)).Reason);
    }
}
