namespace CiBudget.Wire.Tests;

/// <summary>Bodies as Claude sends them.</summary>
internal static class WireFiles
{
    public static byte[] Read(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "wire", name));

    /// <summary>A body that tools are known to have misread.</summary>
    public static byte[] Case(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "cases", name));
}
