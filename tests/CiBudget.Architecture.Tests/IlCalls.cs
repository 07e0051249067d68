using System.Reflection;
using System.Reflection.Emit;

namespace CiBudget.Architecture.Tests;

/// <summary>What the methods of an assembly do, read from their IL: whom they call, and how often they add numbers.</summary>
internal static class IlCalls
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>Every method with a body, those of lambdas and iterators under the type that they are written in.</summary>
    public static IEnumerable<IlMethod> Of(Assembly assembly) =>
        assembly
            .GetTypes()
            .SelectMany(type =>
                type.GetMembers(
                        BindingFlags.Public
                            | BindingFlags.NonPublic
                            | BindingFlags.Instance
                            | BindingFlags.Static
                            | BindingFlags.DeclaredOnly
                    )
                    .OfType<MethodBase>()
            )
            .Where(method => method.GetMethodBody() is not null)
            .Select(Read);

    private static IlMethod Read(MethodBase method)
    {
        var il = method.GetMethodBody()!.GetILAsByteArray()!;
        var calls = new List<MethodBase>();
        var adds = 0;
        var before = OpCodes.Nop;
        for (var at = 0; at < il.Length; )
        {
            short value = il[at++];
            if (value == 0xFE)
                value = (short)(0xFE00 | il[at++]);
            var code = Codes[value];
            if (code.OperandType == OperandType.InlineMethod)
                calls.Add(Resolve(method, BitConverter.ToInt32(il, at)));
            // What adds one counts steps of a loop.
            if ((code == OpCodes.Add || code == OpCodes.Add_Ovf) && before != OpCodes.Ldc_I4_1)
                adds++;
            before = code;
            at += SizeOf(code.OperandType, il, at);
        }
        return new(Outermost(method.DeclaringType!), method.Name, calls, adds);
    }

    private static MethodBase Resolve(MethodBase method, int token) =>
        method.Module.ResolveMethod(
            token,
            method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
            method.IsGenericMethod ? method.GetGenericArguments() : null
        )!;

    private static int SizeOf(OperandType type, byte[] il, int at) =>
        type switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget
            or OperandType.ShortInlineI
            or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
            _ => 4,
        };

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }
}

/// <summary>One method.</summary>
/// <param name="Type">The outermost type that it is written in.</param>
/// <param name="Name">Its name.</param>
/// <param name="Calls">What it calls.</param>
/// <param name="Adds">How many additions it has; steps of loops and sums of decimals are none.</param>
internal sealed record IlMethod(Type Type, string Name, IReadOnlyList<MethodBase> Calls, int Adds);
