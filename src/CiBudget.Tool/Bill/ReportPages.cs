using System.Text.Json;

namespace CiBudget.Tool.Bill;

/// <summary>Reads a report to its last page.</summary>
internal sealed class ReportPages(AdminApi api, BillPace pace)
{
    private const int MostPages = 10_000;

    /// <summary>Every page; null when there is no such report (404).</summary>
    /// <param name="path">Of the report.</param>
    /// <param name="query">The question.</param>
    /// <param name="beta">The value of <c>anthropic-beta</c>; null for none.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<IReadOnlyList<JsonElement>?> ReadAsync(
        string path,
        IReadOnlyList<(string Name, string Value)> query,
        string? beta,
        CancellationToken cancel
    )
    {
        var pages = new List<JsonElement>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var asked = query;
        while (true)
        {
            pace.Say($"Reading the bill, page {pages.Count + 1} …");
            if (await api.GetAsync(path, asked, beta, cancel).ConfigureAwait(false) is not { } page)
                return pages.Count == 0 ? null : throw Broken("a page of it is gone");
            pages.Add(page);
            if (!page.Flag("has_more"))
                return pages;
            // Half a bill that looks whole would be the worst answer.
            var next = page.TextOrNull("next_page") ?? throw Broken("it names no next page");
            if (!seen.Add(next) || pages.Count == MostPages)
                throw Broken("its pages do not end");
            asked = [.. query, ("page", next)];
        }
    }

    private static BillException Broken(string what) =>
        BillException.Unreadable($"the bill has more pages, but {what}. Try again later.");
}
