using ChaosService.Docker.Processes;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Cli.Remote;

/// <summary>Real shells that have read the script which chaosctl prints for them, and what they offer when Tab is pressed.</summary>
internal static class Shells
{
    private const string Bash = """
        set -eu
        source <(chaosctl completion bash)
        COMP_LINE=$1 COMP_POINT=${#1}
        word=${1##*[ =:]}
        "$(complete -p chaosctl | sed 's/.*-F \([^ ]*\).*/\1/')" chaosctl "$word" ""
        if [ ${#COMPREPLY[@]} -gt 0 ]; then printf '%s\n' "${COMPREPLY[@]}"; fi
        """;

    /// <summary>Only an interactive zsh completes: one in a terminal of its own, whose compadd writes down what it is given.</summary>
    private const string Zsh = """
        zmodload zsh/zpty
        export OFFERED=$HOME/offered
        : >$OFFERED
        cat >~/rc <<'RC'
        PROMPT=
        autoload -Uz compinit && compinit -u -D
        source <(chaosctl completion zsh)
        bindkey "^I" complete-word
        compadd() {
          local -a hits
          builtin compadd -A hits "$@"
          print -rl -- $hits >>$OFFERED
          builtin compadd "$@"
        }
        comppostfuncs=(exit)
        zle-line-init() { print ready >/dev/tty }
        zle -N zle-line-init
        RC
        zpty shell "zsh -f -i"
        zpty -w shell "source ~/rc"
        until [[ $line == *ready* ]]; do zpty -r shell line || break; done
        zpty -n -w shell "$1"$'\t'
        while zpty -r shell line; do :; done
        sort -u $OFFERED
        """;

    private const string Fish = """
        chaosctl completion fish | source
        complete -C $argv[1]
        """;

    public static TheoryData<string> All => ["bash", "zsh", "fish"];

    public static void Require(string shell) =>
        Assert.SkipUnless(File.Exists($"/usr/bin/{shell}"), $"{shell} is not installed: apt-get install --no-install-recommends {shell}");

    /// <summary>What the shell offers after the line, in alphabetical order.</summary>
    public static async Task<string[]> CompleteAsync(string shell, ServiceUnderTest service, string line)
    {
        using var home = new TempDirectory();
        var script = shell switch { "bash" => Bash, "zsh" => Zsh, _ => Fish };
        var output = await CommandRunner.RunOrThrowAsync(
            Start(shell, script, line, home, service.Address), TestContext.Current.CancellationToken);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }

    /// <summary>What the shell says when it reads the script: nothing, if all is well.</summary>
    public static async Task<string> LoadAsync(string shell)
    {
        using var home = new TempDirectory();
        var script = shell switch
        {
            "bash" => "source <(chaosctl completion bash)",
            "zsh" => "autoload -Uz compinit && compinit -u -D && source <(chaosctl completion zsh)",
            _ => "chaosctl completion fish | source",
        };
        var result = await CommandRunner.RunAsync(
            Start(shell, script, "", home, new Uri("http://127.0.0.1:1")), TestContext.Current.CancellationToken);
        return result.Output + result.Error;
    }

    /// <summary>In an empty directory, with a chaosctl that can be typed, and without what the user's own files set up.</summary>
    private static Command Start(string shell, string script, string line, TempDirectory home, Uri server)
    {
        var programs = Directory.CreateDirectory(home.File("bin")).FullName;
        var program = Path.Combine(programs, "chaosctl");
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{Chaosctl.Program}' \"$@\"\n");
        if (OperatingSystem.IsLinux()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string[] plain = shell switch { "bash" => ["--norc"], "zsh" => ["-f"], _ => ["--no-config"] };
        string[] arguments = shell == "fish" ? [line] : [shell, line];
        return new Command(shell, [.. plain, "-c", script, .. arguments])
        {
            Timeout = TimeSpan.FromMinutes(2),
            WorkingDirectory = Directory.CreateDirectory(home.File("empty")).FullName,
            Environment = new Dictionary<string, string>
            {
                ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}",
                ["CHAOSSERVICE_SERVER"] = server.ToString(),
                ["HOME"] = home.Path,
                ["TERM"] = "xterm",
            },
        };
    }
}
