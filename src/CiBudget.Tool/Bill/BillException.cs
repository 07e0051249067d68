using CiBudget.Tokens;

namespace CiBudget.Tool.Bill;

/// <summary>The bill cannot be had, or cannot be understood: one line with a code, and what the process ends with.</summary>
internal sealed class BillException : CiBudgetException
{
    private BillException(string code, int exitCode, string message, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        ExitCode = exitCode;
    }

    public string Code { get; }

    public int ExitCode { get; }

    /// <summary>The key is missing, or may not do this.</summary>
    public static BillException Key(string message) =>
        new(Codes.AdminKey, ExitCodes.Usage, message);

    /// <summary>What was asked for cannot be answered, however often it is asked.</summary>
    public static BillException Refused(string message) =>
        new(Codes.BillNotRead, ExitCodes.Usage, message);

    /// <summary>No answer came, or an error; a later attempt may do.</summary>
    public static BillException Unreachable(string message, Exception? inner = null) =>
        new(Codes.BillNotRead, ExitCodes.Unmeasured, message, inner);

    /// <summary>An answer came whose shape this version does not know.</summary>
    public static BillException Unreadable(string message, Exception? inner = null) =>
        new(Codes.BillNotUnderstood, ExitCodes.Unmeasured, message, inner);
}
