using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChaosService.Web.Pages.Frame;

/// <summary>
/// Answers with a component as HTML. The framework's own result would bring sessions, antiforgery cookies and their keys on disk, none of
/// which a page without circuits and forms needs: changes go to the API.
/// </summary>
internal static class PageWriter
{
    public static async Task WriteAsync<TComponent>(HttpContext http, int status, Dictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        var services = http.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(html), http.RequestAborted);
    }
}
