namespace ChaosService.Model.Histories;

/// <summary>
/// What was seen of the database from outside at a moment. A history holds the changes: until the next one of the same topic and subject
/// the subject said the same whenever it was asked.
/// </summary>
/// <param name="Index">History index; -1 before it is recorded.</param>
/// <param name="TimeNs">ns since the run's start, when the answer was there or was given up.</param>
/// <param name="AskedNs">When it was asked: what it says was so at some time between the two.</param>
/// <param name="Topic">What it is about: <c>raft</c>, <c>primary</c>.</param>
/// <param name="Subject">Who said it, or whom it is about: a node.</param>
/// <param name="Value">As the topic has it; <see cref="OpValue.None"/>: the subject did not answer.</param>
public sealed record Observation(int Index, long TimeNs, long AskedNs, string Topic, string Subject, OpValue Value);
