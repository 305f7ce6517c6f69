using ChaosService.Engine.Reporting;
using ChaosService.Engine.Store.Directories;
using ChaosService.Model.Experiments;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Soaking;

/// <summary>
/// Decides which windows stay whole. Of the valid ones the latest stay; of the invalid ones and of the unknown ones the first, because
/// the first failure explains the rest. Every other window keeps only its results.
/// </summary>
internal sealed class WindowShelf(SoakSpec spec, RunDirectory run)
{
    private readonly Queue<int> _valid = new();
    private int _invalid;
    private int _unknown;

    /// <summary>What could not be removed; empty when everything was.</summary>
    public List<string> Troubles { get; } = [];

    public void Put(int window, Outcome verdict)
    {
        switch (verdict)
        {
            case Outcome.Valid:
                _valid.Enqueue(window);
                if (_valid.Count > spec.Keep) Thin(_valid.Dequeue());
                break;
            case Outcome.Invalid:
                if (++_invalid > spec.Evidence) Thin(window);
                break;
            default:
                if (++_unknown > spec.Evidence) Thin(window);
                break;
        }
    }

    private void Thin(int window)
    {
        var directory = run.Window(window);
        try
        {
            // The plan can be made again from the seed, the page from nothing else than the history.
            foreach (var file in (string[])[directory.History, directory.Report, directory.Plan]) File.Delete(file);
            Reports.Thin(directory.FullPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Troubles.Add($"window {window} could not be thinned: {e.Message}");
        }
    }
}
