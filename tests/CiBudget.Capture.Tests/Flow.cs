namespace CiBudget.Capture.Tests;

/// <summary>In what a call is made; the runtime tells of it in different ways.</summary>
public enum Flow
{
    Plain,
    WithActivity,
    Suppressed,
}
