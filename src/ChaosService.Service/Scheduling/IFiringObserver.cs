using ChaosService.Engine.Store.Firings;

namespace ChaosService.Service.Scheduling;

/// <summary>Called with the outcome of each firing of each schedule. Calls must return quickly and must not throw.</summary>
internal interface IFiringObserver
{
    void Recorded(string experiment, Firing firing);
}
