namespace CiBudget.Tables;

/// <summary>What a piece of console text feels like; the value is its ANSI code.</summary>
internal enum Tone
{
    None = 0,
    Strong = 1,
    Dim = 2,
    Bad = 31,
    Good = 32,
    Warn = 33,
}
