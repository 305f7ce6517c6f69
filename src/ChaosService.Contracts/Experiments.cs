namespace ChaosService.Contracts;

/// <summary>An applied experiment.</summary>
/// <param name="Target">Name of the target, or the compose project it attaches to.</param>
/// <param name="Duration">With its unit: <c>30s</c>.</param>
/// <param name="Valid">False when this build finds problems in it; <c>validate</c> lists them.</param>
public sealed record ExperimentReply(
    string Name, string Description, string Target, string Duration, IReadOnlyDictionary<string, string> Labels, string? Schedule,
    DateTimeOffset AppliedAt, bool Valid);

/// <summary>What applying an experiment did.</summary>
/// <param name="Outcome"><c>created</c>, <c>changed</c> or <c>unchanged</c>.</param>
public sealed record ApplyReply(string Name, string Outcome);

/// <summary>What is wrong with an experiment; empty when it is valid.</summary>
public sealed record ValidationReply(bool Valid, IReadOnlyList<InputProblem> Problems);
