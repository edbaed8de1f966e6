/** Caps on what a file from outside may ask of us. Far above any network this app trains, far below what hurts. */
export const MAX_FILE_BYTES = 1_073_741_824;
export const MAX_HEADER_BYTES = 1_048_576;
export const MAX_TENSORS = 10_000;
export const MAX_DIMENSIONS = 32;
export const MAX_JSON_DEPTH = 64;
