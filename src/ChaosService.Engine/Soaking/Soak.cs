using ChaosService.Engine.Running.Exercising;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Running.Staging;
using ChaosService.Engine.Soaking.Carrying;
using ChaosService.Engine.Store.Directories;
using ChaosService.Engine.Tracing;
using ChaosService.Model.Experiments;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Soaking;

/// <summary>
/// A chain of windows on one target that stays up. Each is an exercise of its own: steady state, load and faults, revert, convergence,
/// final reads. It is judged before the next one begins, so that no more than one window's history is ever in memory.
/// </summary>
internal sealed class Soak(
    RunRequest request, RunDirectory directory, Stage stage, IReadOnlyList<KeyValuePair<string, string>> environment, IRunListener listener)
{
    private const int NotesMax = 50;

    private readonly PlannedSoak _soak = request.Plan.Soak!;
    private readonly WindowShelf _shelf = new(request.Plan.Soak!.Spec, directory);
    private readonly SoakTally _tally = new();
    private readonly ResourceTrack _resources = new();
    private readonly CarriedValues _carried = new(stage.Ports.Catalog, request.Plan.Seed);
    private readonly List<string> _notes = [];
    private readonly List<string> _notReverted = [];
    private readonly long _started = stage.Ports.Time.GetTimestamp();
    private string? _aborted;
    private bool _over;

    public async Task<Soaked> RunAsync(CancellationToken stop)
    {
        for (var index = 1; index <= _soak.Windows && !_over; index++)
        {
            try
            {
                await RunWindowAsync(index, request.Windows!(index), stop);
                // The window's history is garbage now, and no collection may come by itself before the next one's stands beside it.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
            catch (Exception e) when (index > 1 && !stop.IsCancellationRequested)
            {
                // What was judged before stays judged; the run ends here, and says why.
                End($"window {index} could not be run: {e.Message}");
            }
        }
        foreach (var trouble in _shelf.Troubles) Note(trouble);
        return new Soaked(_tally, _resources.Samples, new Exercised(_aborted, _notReverted, _notes));
    }

    private async Task RunWindowAsync(int index, WindowRequest window, CancellationToken stop)
    {
        using var span = Spans.Window(index);
        var from = Elapsed();
        var place = directory.CreateWindow(index);
        await File.WriteAllBytesAsync(place.Plan, window.PlanJson, CancellationToken.None);
        var ear = new WindowListener(listener, index, _soak.Windows, _soak.Spec.Window, from, _tally.Findings);
        var startedAt = stage.Ports.Time.GetUtcNow();

        var exercised = await new Exercise(window.Plan, place, ear, stage, _carried.Items).RunAsync(stop);
        var conclusion = new Conclusion(window.Plan, place, stage.Judge, ear, stage.Journal);
        var record = conclusion.Reach(exercised, [], startedAt, stage.Ports, environment, window.RepeatCommand);
        // Of a window that is not valid nobody knows what it acknowledged.
        if (window.Plan.Checks.Any(c => c.Parameters.ComparesWindows) && record.Verdict.Outcome == Outcome.Valid)
            _carried.Take(index, place.Name, window.Plan, conclusion.History);
        _resources.Add(conclusion.History.Samples, (long)from.TotalNanoseconds);

        span.Judged(record.Verdict);
        Keep(_tally.Add(index, from, Elapsed(), record));
        foreach (var note in record.Notes) Note($"window {index}: {note}");
        Follow(index, exercised, record.Verdict.Outcome);
    }

    private void Keep(WindowRecord window)
    {
        if (WindowLog.Append(directory, window) is { } missing) Note(missing);
        _shelf.Put(window.Index, window.Verdict);
        listener.OnWindow(window, _soak.Windows);
    }

    /// <summary>Whether another window may follow this one.</summary>
    private void Follow(int index, Exercised exercised, Outcome verdict)
    {
        _notReverted.AddRange(exercised.NotReverted);
        if (exercised.Aborted is { } why) End(why == Exercise.StoppedByUser ? why : $"{why} (in window {index})");
        // The next window would be under a fault that nobody planned.
        else if (exercised.NotReverted.Count > 0) End($"a fault of window {index} could not be reverted");
        else if (verdict == Outcome.Invalid && _soak.Spec.StopOn == SoakStop.Invalid && index < _soak.Windows)
        {
            _over = true;
            Note($"ended after window {index}, which is invalid (soak: stopOn)");
        }
    }

    private void End(string why)
    {
        _aborted = why;
        _over = true;
    }

    private void Note(string note)
    {
        if (_notes.Count < NotesMax) _notes.Add(note);
        else if (_notes.Count == NotesMax) _notes.Add("and more; the windows' own results have them");
    }

    private TimeSpan Elapsed() => stage.Ports.Time.GetElapsedTime(_started);
}

/// <param name="Resources">On the soak's clock, thinned.</param>
internal sealed record Soaked(SoakTally Tally, IReadOnlyList<ResourceSample> Resources, Exercised Exercised);
