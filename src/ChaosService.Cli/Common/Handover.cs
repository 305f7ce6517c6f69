using ChaosService.Cli.Console;
using ChaosService.Docker.Processes;

namespace ChaosService.Cli.Common;

/// <summary>
/// A directory that is created for the user who called sudo: when this is disposed, that user gets it, with the parents that had to be
/// created. Files of root in a user's home directory could not be removed or overwritten without sudo.
/// </summary>
internal sealed class Handover : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly string _made;
    private readonly Command? _command;

    private Handover(string directory, Func<string, string?> variable)
    {
        _made = Uppermost(Path.GetFullPath(directory));
        _command = Id(variable("SUDO_UID")) is { } user && Id(variable("SUDO_GID")) is { } group ? Command(_made, user, group) : null;
    }

    /// <param name="directory">Before it is created.</param>
    public static Handover Of(string directory) => Of(directory, Environment.GetEnvironmentVariable);

    /// <param name="variable">Reads an environment variable by its name.</param>
    internal static Handover Of(string directory, Func<string, string?> variable) => new(directory, variable);

    public async ValueTask DisposeAsync()
    {
        if (_command is null || !Environment.IsPrivilegedProcess || !Directory.Exists(_made)) return;
        // Without the run's token: a run that was ended early leaves its directory all the same.
        var result = await CommandRunner.RunAsync(_command, CancellationToken.None);
        if (!result.Succeeded) ErrorOutput.TryLine($"chaosctl: {_made} still belongs to root: {result.Error.Trim()}");
    }

    /// <summary>Only changes root's files, and follows no link.</summary>
    private static Command Command(string path, uint user, uint group) =>
        new("chown", "--recursive", "-P", "--no-dereference", "--from=0", $"{user}:{group}", "--", path) { Timeout = Limit };

    /// <summary>The topmost directory that must be created for this one; the directory itself when no parent is missing.</summary>
    private static string Uppermost(string directory) =>
        Path.GetDirectoryName(directory) is { } above && !Directory.Exists(above) ? Uppermost(above) : directory;

    /// <summary>Null when sudo was not used, or was called by root.</summary>
    private static uint? Id(string? text) => uint.TryParse(text, out var id) && id > 0 ? id : null;
}
