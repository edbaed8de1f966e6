/** A report as blocks without any markup: what it says is decided once, and written as HTML and as Markdown. */

export interface ReportColumn {
  readonly text: string;
  readonly isNumber?: boolean;
}

export type ReportBlock =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** What must not be read past. */
  | { readonly kind: 'warning'; readonly text: string }
  /** The sentence to quote. */
  | { readonly kind: 'finding'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly columns: readonly ReportColumn[];
      /** The first cell of a row is its heading. */
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'figure'; readonly caption: string; readonly picture: Picture }
  | { readonly kind: 'code'; readonly language: 'json' | 'sh'; readonly text: string };

export interface Picture {
  /** `data:image/png;base64,…` */
  readonly png: string;
  /** The same as the markup of an `svg` element, where there is one: sharper, and smaller. Its texts are escaped already. */
  readonly svg: string | null;
  /** Logical pixels. */
  readonly width: number;
}

export interface Report {
  readonly title: string;
  /** Under the title: when, with what. */
  readonly lead: readonly string[];
  readonly blocks: readonly ReportBlock[];
}
