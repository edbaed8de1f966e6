/**
 * The part of hyparquet 1 that is used here. The published types name `fetch` and Node's streams, and with them those
 * would become nameable all over core.
 */
declare module 'hyparquet/src/index.js' {
  interface SchemaElement {
    readonly name: string;
    readonly type?: string;
    readonly repetition_type?: string;
    readonly num_children?: number;
    readonly converted_type?: string;
    readonly logical_type?: { readonly type: string };
  }
  interface ColumnMetadata {
    readonly path_in_schema: readonly string[];
    readonly codec: string;
    readonly num_values: bigint;
    readonly total_compressed_size: bigint;
    readonly data_page_offset: bigint;
    readonly dictionary_page_offset?: bigint;
  }
  interface FileMetadata {
    readonly schema: readonly SchemaElement[];
    readonly num_rows: bigint;
    readonly row_groups: readonly {
      readonly num_rows: bigint;
      readonly columns: readonly { readonly file_path?: string; readonly meta_data?: ColumnMetadata }[];
    }[];
  }
  type Decompress = (input: Uint8Array, outputLength: number) => Uint8Array;

  function parquetMetadata(bytes: Uint8Array, options: { geoparquet: false }): FileMetadata;
  function parquetRead(options: {
    file: { byteLength: number; slice(start: number, end?: number): ArrayBuffer };
    metadata: FileMetadata;
    columns: string[];
    rowStart: number;
    rowEnd: number;
    compressors: Readonly<Record<string, Decompress>>;
    geoparquet: false;
    onChunk(chunk: { columnName: string; columnData: ArrayLike<unknown>; rowStart: number }): void;
  }): Promise<void>;
  function snappyUncompress(input: Uint8Array, output: Uint8Array): void;
}

declare module 'hyparquet/src/column.js' {
  interface PageHeader {
    readonly type?: string;
    readonly uncompressed_page_size?: unknown;
    readonly compressed_page_size?: unknown;
    readonly crc?: unknown;
    readonly data_page_header?: { readonly num_values?: unknown; readonly encoding?: string };
    readonly dictionary_page_header?: { readonly num_values?: unknown };
    readonly data_page_header_v2?: {
      readonly num_values?: unknown;
      readonly num_nulls?: unknown;
      readonly num_rows?: unknown;
      readonly encoding?: string;
      readonly definition_levels_byte_length?: unknown;
      readonly repetition_levels_byte_length?: unknown;
      readonly is_compressed: boolean;
    };
  }
  function parquetHeader(reader: { view: DataView; offset: number }): PageHeader;
}
