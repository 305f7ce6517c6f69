namespace ChaosService.Faults.Resource.IoStress;

/// <summary>What writes, as a script for <c>/bin/sh</c> that finds its folder in the environment.</summary>
internal static class WriteScript
{
    public const string FolderVariable = "STRESS_FOLDER";

    /// <summary>
    /// Each worker writes its file over and over. It keeps the file open in between, so that nobody takes the filesystem for one that is
    /// not written to; where it cannot write it waits a moment.
    /// </summary>
    public static string For(IoStressParameters parameters) =>
        $$"""
        mkdir -p "${{FolderVariable}}" || exit 1
        work() {
          exec 4<> "$1" || exit 1
          while :; do
            dd if=/dev/zero of="$1" bs={{IoStressParameters.BlockBytes}} count={{parameters.FileBytes / IoStressParameters.BlockBytes}} \
              conv=notrunc,fsync 2> /dev/null || sleep 0.1
          done
        }
        i=0; while [ $i -lt {{parameters.Workers}} ]; do work "${{FolderVariable}}/$i" & i=$((i+1)); done; wait
        """;
}
