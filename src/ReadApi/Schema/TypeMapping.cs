using GraphQL.Types;

namespace Platform.ReadApi.Schema;

/// <summary>Makes GraphQL types of classes, records and enumerations; the query classes' answers by <see cref="OutputType{T}"/>.</summary>
public sealed class TypeMapping : IGraphTypeMappingProvider
{
    /// <inheritdoc />
    public Type? GetGraphTypeFromClrType(Type clrType, bool isInputType, Type? preferredGraphType)
    {
        if (preferredGraphType is not null)
            return preferredGraphType;
        if (clrType.IsEnum)
            return typeof(EnumType<>).MakeGenericType(clrType);
        if (clrType.Namespace?.StartsWith("Platform.", StringComparison.Ordinal) != true)
            return null;
        return (isInputType ? typeof(AutoRegisteringInputObjectGraphType<>) : typeof(OutputType<>)).MakeGenericType(clrType);
    }
}

/// <summary>An enumeration in CONSTANT_CASE, except that percentiles stay <c>P50</c>.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
public sealed class EnumType<T> : EnumerationGraphType<T> where T : Enum
{
    /// <inheritdoc />
    protected override string ChangeEnumCase(string val) => val is ['P', >= '0' and <= '9', ..] ? val : base.ChangeEnumCase(val);
}
