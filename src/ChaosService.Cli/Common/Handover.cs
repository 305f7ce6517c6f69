using ChaosService.Cli.Console;
using ChaosService.Docker.Processes;

namespace ChaosService.Cli.Common;

/// <summary>
/// A directory that is made for whoever called sudo: when this is disposed of it is theirs, with what had to be made above it. What is
/// root's in somebody's home they could neither remove nor write again without sudo.
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

    /// <param name="directory">Before it is made.</param>
    public static Handover Of(string directory) => Of(directory, Environment.GetEnvironmentVariable);

    /// <param name="variable">Of the environment, by its name.</param>
    internal static Handover Of(string directory, Func<string, string?> variable) => new(directory, variable);

    public async ValueTask DisposeAsync()
    {
        if (_command is null || !Environment.IsPrivilegedProcess || !Directory.Exists(_made)) return;
        // Not with a token of the run's: one that was ended early left its directory all the same.
        var result = await CommandRunner.RunAsync(_command, CancellationToken.None);
        if (!result.Succeeded) ErrorOutput.TryLine($"chaosctl: {_made} still belongs to root: {result.Error.Trim()}");
    }

    /// <summary>Takes nobody else's files away, and follows no link.</summary>
    private static Command Command(string path, uint user, uint group) =>
        new("chown", "--recursive", "-P", "--no-dereference", "--from=0", $"{user}:{group}", "--", path) { Timeout = Limit };

    /// <summary>The directory that has to be made first for this one to be there; itself when nothing above it is missing.</summary>
    private static string Uppermost(string directory) =>
        Path.GetDirectoryName(directory) is { } above && !Directory.Exists(above) ? Uppermost(above) : directory;

    /// <summary>Null when nobody called sudo, or root did.</summary>
    private static uint? Id(string? text) => uint.TryParse(text, out var id) && id > 0 ? id : null;
}
