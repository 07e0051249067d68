using System.Security.Cryptography;
using System.Text;

namespace CiBudget.Tool;

/// <summary>A file of this folder that stands whole inside the HTML report.</summary>
internal sealed class HtmlAsset
{
    public static readonly HtmlAsset Style = new("report.css");
    public static readonly HtmlAsset Script = new("report.js");

    private HtmlAsset(string file)
    {
        using var resource = typeof(HtmlAsset).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        // Browsers hash text with \n, however the file was checked out.
        Text = reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
        Hash = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'";
    }

    public string Text { get; }

    /// <summary>As a content security policy names it.</summary>
    public string Hash { get; }
}
