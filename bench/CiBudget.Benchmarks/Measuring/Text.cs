using System.Globalization;

namespace CiBudget.Benchmarks;

/// <summary>Figures as people read them.</summary>
internal static class Text
{
    public static string Micros(double nanoseconds) => Of(nanoseconds / 1e3, "µs");

    public static string Millis(TimeSpan time) => Of(time.TotalMilliseconds, "ms");

    public static string Times(double ratio) => Of(ratio, "×");

    public static string PerSecond(double count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {what}/s");

    public static string Bytes(double bytes) =>
        Math.Abs(bytes) < 1e6 ? Of(bytes / 1024, "KB") : Of(bytes / (1 << 20), "MB");

    public static string Of(double value, string unit) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{value.ToString(Math.Abs(value) < 100 ? "0.00" : "#,0", CultureInfo.InvariantCulture)} {unit}"
        );
}
