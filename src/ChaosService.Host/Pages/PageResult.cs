using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChaosService.Host.Pages;

/// <summary>
/// Renders a page to HTML. The framework's own result would bring sessions, antiforgery cookies and their keys on disk with it, none of which
/// a page without circuits and forms needs: changes go to the API.
/// </summary>
internal sealed class PageResult<TPage, TModel>(PageFrame frame, TModel model, int status = 200) : IResult where TPage : Page<TModel>
{
    public async Task ExecuteAsync(HttpContext http)
    {
        var services = http.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(() => RenderAsync(renderer));
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(html), http.RequestAborted);
    }

    private async Task<string> RenderAsync(HtmlRenderer renderer)
    {
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Page<>.Frame)] = frame, [nameof(Page<>.Model)] = model });
        return (await renderer.RenderComponentAsync<TPage>(parameters)).ToHtmlString();
    }
}
