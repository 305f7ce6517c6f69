namespace ChaosService.Cli.Guard;

/// <summary>
/// Reverts what one process left until nothing is left: because it was reverted here, or by another process before. An engine may come
/// back, and a full disk may get space, so it keeps trying.
/// </summary>
/// <param name="isLeft">Whether something is left; may throw, which counts as yes.</param>
/// <param name="lease">How long after its end a process may take to show that it left nothing.</param>
/// <param name="say">Receives the reason why there is no progress, once for each reason.</param>
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
