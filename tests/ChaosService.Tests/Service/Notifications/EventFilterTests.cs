using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Notifications.Receivers;
using ChaosService.Service.Options;

namespace ChaosService.Tests.Service.Notifications;

public sealed class EventFilterTests
{
    [Theory]
    [InlineData("", "", "", true)]
    [InlineData("run.invalid", "", "", true)]
    [InlineData("run.unknown", "", "", false)]
    [InlineData("run.unknown, run.invalid", "", "", true)]
    [InlineData("", "calm", "", true)]
    [InlineData("", "ca*", "", true)]
    [InlineData("", "other, c*", "", true)]
    [InlineData("", "ca", "", false)]
    [InlineData("", "etcd-*", "", false)]
    [InlineData("", "", "suite=nightly", true)]
    [InlineData("", "", "suite=nightly, repository=acme/db", true)]
    [InlineData("", "", "suite=quick", false)]
    [InlineData("", "", "team=storage", false)]
    public void Receiver_takes_what_its_filter_lets_through(string events, string experiments, string labels, bool taken)
    {
        var receiver = new Receiver("ops", new ReceiverOptions
        {
            Kind = "slack", Url = "https://x.example", Events = events, Experiments = experiments, Labels = labels,
        });
        Assert.Equal(taken, receiver.Takes(Samples.Ended()));
        Assert.True(receiver.Takes(Samples.NotReverted));
        Assert.True(receiver.Takes(Samples.Factory().FaultResolved(null, Samples.Fault)));
    }

    [Theory]
    [InlineData(RunState.Finished, Outcome.Valid, 0, null, EventTypes.RunPassed)]
    [InlineData(RunState.Finished, Outcome.Invalid, 0, Outcome.Invalid, EventTypes.RunPassed)]
    [InlineData(RunState.Finished, Outcome.Invalid, 1, null, EventTypes.RunInvalid)]
    [InlineData(RunState.Finished, Outcome.Valid, 1, Outcome.Invalid, EventTypes.RunInvalid)]
    [InlineData(RunState.Finished, Outcome.Unknown, 2, null, EventTypes.RunUnknown)]
    [InlineData(RunState.Finished, Outcome.Valid, 69, null, EventTypes.RunUnknown)]
    [InlineData(RunState.Aborted, Outcome.Valid, 3, null, EventTypes.RunAborted)]
    [InlineData(RunState.Aborted, null, 3, null, EventTypes.RunAborted)]
    [InlineData(RunState.Aborted, Outcome.Invalid, 3, null, EventTypes.RunInvalid)]
    [InlineData(RunState.Aborted, Outcome.Invalid, 3, Outcome.Invalid, EventTypes.RunAborted)]
    [InlineData(RunState.Interrupted, null, null, null, EventTypes.RunInterrupted)]
    [InlineData(RunState.Rejected, null, 69, null, EventTypes.RunRejected)]
    public void End_of_a_run_has_its_type(RunState state, Outcome? verdict, int? exitCode, Outcome? expected, string type) =>
        Assert.Equal(type, RunEnd.TypeOf(Samples.Run(state, verdict, exitCode), expected));

    [Fact]
    public void Catalogue_has_every_type_once_and_a_sample_of_each() =>
        Assert.Equal(EventTypes.All.Select(t => t.Name), Samples.OfEachType.Select(e => e.Type));
}
