namespace CiBudget.Tests;

/// <summary>Bodies as Claude sends them.</summary>
internal static class Wire
{
    public static byte[] Read(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "wire", name));
}
