using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Pages.Frame;

/// <summary>A page as an answer.</summary>
internal sealed class PageResult<TPage, TModel>(PageFrame frame, TModel model, int status = 200) : IResult where TPage : Page<TModel>
{
    public Task ExecuteAsync(HttpContext http) =>
        PageWriter.WriteAsync<TPage>(http, status, new() { [nameof(Page<>.Frame)] = frame, [nameof(Page<>.Model)] = model });
}
