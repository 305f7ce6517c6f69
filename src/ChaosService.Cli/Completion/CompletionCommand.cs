using System.CommandLine;
using ChaosService.Engine.Judging;

namespace ChaosService.Cli.Completion;

/// <summary>
/// Prints the script that makes a shell complete chaosctl. The scripts call the program itself (<c>chaosctl "[suggest:N]" LINE</c>), so
/// they never become outdated.
/// </summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # Completion of chaosctl for bash: source <(chaosctl completion bash)
        _chaosctl() {
          local word=$2 line=${COMP_LINE:0:COMP_POINT} candidate
          COMPREPLY=()
          # What is typed may hold = or :, at which bash cuts words: what it cut off must not come twice.
          local cut=${line##* }
          cut=${cut%"$word"}
          while IFS= read -r candidate; do
            # Options only for who begins one.
            [[ $candidate == -* && $cut$word != -* ]] && continue
            [[ $candidate == "$cut$word"* ]] && COMPREPLY+=("${candidate#"$cut"}")
          done < <("${1/#\~/$HOME}" "[suggest:${#line}]" "$line" 2>/dev/null)
          return 0
        }
        complete -o default -F _chaosctl chaosctl ./chaosctl
        """;

    private const string Zsh = """
        #compdef chaosctl
        # Completion of chaosctl for zsh: source <(chaosctl completion zsh)
        _chaosctl() {
          local line=${BUFFER[1,CURSOR]}
          local -a candidates
          candidates=("${(@f)$(${words[1]/#\~/$HOME} "[suggest:${#line}]" "$line" 2>/dev/null)}")
          # Options only for who begins one.
          [[ ${words[CURRENT]} == -* ]] || candidates=("${(@)candidates:#-*}")
          if [[ -n ${candidates[1]} ]]; then compadd -- "${candidates[@]}"; else _files; fi
        }
        # As a file named _chaosctl in $fpath, this is read at the first Tab, which wants its answer.
        if [[ ${funcstack[1]} == _chaosctl ]]; then _chaosctl "$@"; else compdef _chaosctl chaosctl; fi
        """;

    private const string Fish = """
        # Completion of chaosctl for fish: chaosctl completion fish | source
        function __chaosctl_complete
            set -l line (commandline -cp)
            set -l word (commandline -ct)
            set -l program (string replace -r '^~' $HOME -- (commandline -opc)[1])
            set -l candidates ($program "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
            # Options only for who begins one.
            string match -q -- '-*' $word; or set candidates (string match -v -- '-*' $candidates)
            if set -q candidates[1]
                printf '%s\n' $candidates
            else
                __fish_complete_path $word
            end
        end
        complete -c chaosctl -f -a '(__chaosctl_complete)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command =
            new Command(
                "completion",
                "Print a script that makes a shell complete commands, options and the service's names: source <(chaosctl completion bash)")
                {
                    shell,
                };
        command.SetAction(parsed =>
        {
            System.Console.Out.WriteLine(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return ExitCodes.Valid;
        });
        return command;
    }
}
