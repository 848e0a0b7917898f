using System.Text;
using DuckDB.NET.Native;

namespace Platform.Projections.Exploration;

/// <summary>A few thousand rows of an answer as they lie in memory, a column at a time; valid until the next chunk.</summary>
internal readonly unsafe ref struct ColumnChunk
{
    private readonly DuckDBDataChunk _chunk;

    public ColumnChunk(DuckDBDataChunk chunk) =>
        (_chunk, Rows) = (chunk, (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk));

    public int Rows { get; }

    /// <summary>The values of a column of the given width that is nowhere null; timestamps are microseconds since 1970.</summary>
    public ReadOnlySpan<T> Column<T>(int index) where T : unmanaged =>
        new(NativeMethods.Vectors.DuckDBVectorGetData(Vector(index)), Rows);

    /// <summary>The texts of a column.</summary>
    public Texts Text(int index) => new(Vector(index));

    private IntPtr Vector(int index) => NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, index);

    /// <summary>A column of texts: 16 bytes each, short ones inside, long ones behind a pointer.</summary>
    public readonly ref struct Texts
    {
        private const int Inline = 12;
        private readonly byte* _data;
        private readonly ulong* _valid;

        public Texts(IntPtr vector)
        {
            _data = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
            _valid = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        }

        /// <summary>Whether the row has a text.</summary>
        public bool Has(int row) => _valid is null || (_valid[row >> 6] >> (row & 63) & 1) == 1;

        /// <summary>The text's UTF-8 bytes.</summary>
        public ReadOnlySpan<byte> Utf8(int row)
        {
            var at = _data + row * 16L;
            var length = *(int*)at;
            return new(length <= Inline ? at + 4 : *(byte**)(at + 8), length);
        }

        /// <summary>The text, or null.</summary>
        public string? Value(int row) => Has(row) ? Encoding.UTF8.GetString(Utf8(row)) : null;
    }
}
