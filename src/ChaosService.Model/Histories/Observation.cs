namespace ChaosService.Model.Histories;

/// <summary>
/// The database's state as seen from outside at one moment. A history holds only changes: until the next one of the same topic and
/// subject, the subject always gave the same answer.
/// </summary>
/// <param name="Index">History index; -1 before it is recorded.</param>
/// <param name="TimeNs">ns since the run's start, when the answer arrived, or when waiting for it ended.</param>
/// <param name="AskedNs">When it was asked: the answer was true at some time between the two.</param>
/// <param name="Topic">What it is about: <c>raft</c>, <c>primary</c>.</param>
/// <param name="Subject">The node that answered, or that it is about.</param>
/// <param name="Value">As the topic has it; <see cref="OpValue.None"/>: the subject did not answer.</param>
public sealed record Observation(int Index, long TimeNs, long AskedNs, string Topic, string Subject, OpValue Value);
