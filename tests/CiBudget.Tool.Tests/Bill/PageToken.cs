using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CiBudget.Tool.Tests.Bill;

/// <summary>The token of a next page: opaque, and in need of escaping.</summary>
internal static class PageToken
{
    public static string Of(int from) =>
        "page_" + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{from:000}&?>=")) + "=";

    public static int Read(IQueryCollection query) =>
        query["page"].Count == 0
            ? 0
            : int.Parse(
                Encoding.ASCII.GetString(
                    Convert.FromBase64String(query["page"].ToString()["page_".Length..][..^1])
                )[..3],
                CultureInfo.InvariantCulture
            );
}
