using Microsoft.AspNetCore.Components;

namespace ChaosService.Web.Pages.Frame;

/// <summary>A whole page: a function of what it is given, which asks nobody for anything.</summary>
public abstract class Page<TModel> : ComponentBase
{
    /// <summary>What surrounds it.</summary>
    [Parameter, EditorRequired]
    public required PageFrame Frame { get; set; }

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired]
    public required TModel Model { get; set; }
}
