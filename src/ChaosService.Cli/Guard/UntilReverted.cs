namespace ChaosService.Cli.Guard;

/// <summary>
/// Reverts what one process left until nothing of it is left: because it was done here, or by whoever came after and did it before. An
/// engine that is gone comes back, a full disk gets room.
/// </summary>
/// <param name="isLeft">Whether something is left; may throw, which counts as yes.</param>
/// <param name="lease">How long a process that just ended may take to show that it left nothing.</param>
/// <param name="say">Told why it does not get on, once for each reason.</param>
internal sealed class UntilReverted(Func<bool> isLeft, TimeSpan lease, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private string? _said;

    public async Task RunAsync(Func<CancellationToken, Task> revertAsync, CancellationToken stop)
    {
        for (var pause = lease; IsLeft(); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause, time, stop);
            try
            {
                await revertAsync(stop);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                Say(e);
            }
        }
    }

    private bool IsLeft()
    {
        try
        {
            return isLeft();
        }
        catch (Exception e)
        {
            Say(e);
            return true;
        }
    }

    private void Say(Exception e)
    {
        if (_said != e.Message) say($"the fault journal cannot be worked through: {e.Message}");
        _said = e.Message;
    }
}
