using System.Collections.Concurrent;
using ChaosService.Service.Triggers;

namespace ChaosService.Tests.Service.Scheduling;

/// <summary>Accepts every run, or answers as a test says, and keeps what it was asked.</summary>
internal sealed class FakeRunTrigger : IRunTrigger
{
    public ConcurrentQueue<TriggerRequest> Requests { get; } = new();

    public Func<TriggerRequest, TriggerResult> Answer { get; set; } =
        request => new TriggerResult(TriggerStatus.Accepted, $"run-of-{request.Experiment}", null);

    public Task<TriggerResult> TriggerAsync(TriggerRequest request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        return Task.FromResult(Answer(request));
    }
}
