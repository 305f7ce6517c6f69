namespace ChaosService.EndToEnd.Tests.Running;

/// <summary>A run's <c>journal.jsonl</c> while the run goes on.</summary>
internal static class RunJournal
{
    /// <summary>Returns as soon as the run's journal is as wanted.</summary>
    public static Task UntilAsync(Workspace workspace, string run, Func<string[], bool> wanted)
    {
        var path = Path.Combine(workspace.Runs, run, "journal.jsonl");
        return Machine.UntilAsync(() => Task.FromResult(File.Exists(path) && wanted(Lines(path))), $"the journal of {run}");
    }

    private static string[] Lines(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
