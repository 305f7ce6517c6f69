using System.Text.Json;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Store.Directories;

/// <summary>
/// <c>journal.jsonl</c>: the run's steps by the wall clock, one line each, on disk before the next step. Thread-safe. It is
/// a record for people; what reverts faults is the fault journal.
/// </summary>
internal sealed class RunJournal(string path, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _writer = new(path, append: true) { AutoFlush = true };

    /// <summary>Why lines are missing, when the disk ran full; null otherwise.</summary>
    public string? WriteError { get; private set; }

    public void Phase(string name, string detail = "") => Write(new { at = time.GetUtcNow(), phase = name, detail });

    public void Fault(FaultEvent e) =>
        Write(new
        {
            at = time.GetUtcNow(), fault = e.FaultId, kind = e.Kind, step = e.Step.ToString(), nodes = e.Nodes, proven = e.Proven,
            detail = e.Detail,
        });

    public void Dispose()
    {
        lock (_gate) _writer.Dispose();
    }

    private void Write(object line)
    {
        lock (_gate)
        {
            try
            {
                _writer.WriteLine(JsonSerializer.Serialize(line));
            }
            catch (IOException e)
            {
                // A full disk must not stop the run: its faults still have to be reverted. The run's notes say that lines are missing.
                WriteError ??= e.Message;
            }
        }
    }
}
