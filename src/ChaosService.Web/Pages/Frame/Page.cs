using Microsoft.AspNetCore.Components;

namespace ChaosService.Web.Pages.Frame;

/// <summary>A whole page: a pure function of its parameters.</summary>
public abstract class Page<TModel> : ComponentBase
{
    /// <summary>The frame around it.</summary>
    [Parameter, EditorRequired]
    public required PageFrame Frame { get; set; }

    /// <summary>The page's content.</summary>
    [Parameter, EditorRequired]
    public required TModel Model { get; set; }
}
