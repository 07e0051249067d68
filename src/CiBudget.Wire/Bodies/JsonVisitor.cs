namespace CiBudget.Wire;

/// <summary>
/// Says which values of a JSON text are wanted, and receives them. A <i>node</i> is a number for a place in the text; the
/// visitor gives every property and array item its node, and <see cref="Skip"/> to what nobody wants.
/// </summary>
internal abstract class JsonVisitor
{
    /// <summary>A value that is passed over, with all that is inside it.</summary>
    public const byte Skip = 0;

    /// <summary>The outermost value.</summary>
    public const byte Root = 1;

    /// <summary>A string that comes in pieces, through <see cref="Piece"/>, however long it is.</summary>
    public const byte Streamed = 255;

    /// <summary>The node of a property.</summary>
    public abstract byte Property(byte parent, ReadOnlySpan<byte> name);

    /// <summary>The node of an array's next item.</summary>
    public virtual byte Item(byte parent) => Skip;

    /// <summary>An object or array begins.</summary>
    public virtual void Begin(byte node) { }

    /// <summary>An object or array ended.</summary>
    public virtual void End(byte node) { }

    /// <summary>A string, unescaped, cut at <see cref="JsonText.Cap"/> bytes. The bytes are gone after the call.</summary>
    public virtual void Text(byte node, ReadOnlySpan<byte> utf8) { }

    /// <summary>A part of a <see cref="Streamed"/> string, unescaped.</summary>
    public virtual void Piece(ReadOnlySpan<byte> utf8) { }

    /// <summary>A number; -1 when it is no whole number from 0 to <see cref="JsonNumber.Ceiling"/>.</summary>
    public virtual void Number(byte node, long value) { }

    /// <summary><c>null</c>.</summary>
    public virtual void Null(byte node) { }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public virtual void Flag(byte node, bool value) { }
}
