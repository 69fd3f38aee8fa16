/** One row of `specs/api_misuse.json`: what a user does wrong, the class that is hinted at, what the message must mention. */
export interface MisuseRow {
  readonly area: string;
  readonly misuse: string;
  readonly error: string;
  readonly mentions: string;
}

const row = (area: string, misuse: string, error: string, mentions: string): MisuseRow => ({
  area,
  misuse,
  error,
  mentions,
});

/** The rows, copied so that this package needs no shared folder. A length of 0 is legal, whatever a row says. */
export const misuseRows: readonly MisuseRow[] = [
  row('tensor', 'create from data whose length != product(shape)', 'ShapeError', 'both numbers'),
  row('tensor', 'create from ragged nested arrays', 'ShapeError', 'the index where the length differs'),
  row('tensor', 'negative, fractional, NaN or > 2^31 dimension', 'ShapeError', 'the dimension'),
  row('tensor', 'unknown dtype string', 'DTypeError', 'the accepted names'),
  row('tensor', 'add [3,4] and [2,4]', 'ShapeError', 'both shapes and the axis'),
  row('tensor', 'matmul [2,3] x [4,5]', 'ShapeError', 'both shapes and the inner sizes'),
  row('tensor', 'reshape 12 elements to [5,-1]; two -1', 'ShapeError', 'the element count'),
  row('tensor', 'axis out of range, duplicate axes', 'AxisError', 'axis and rank'),
  row(
    'tensor',
    'gather / embedding index < 0 or >= size, or non-integer',
    'IndexError',
    'the index, its position and the valid range',
  ),
  row('tensor', 'use after dispose', 'DisposedError', 'which tensor (name/id), not a WASM trap'),
  row(
    'tensor',
    'allocation beyond the WASM memory maximum',
    'OutOfMemoryError',
    'bytes asked and limit; earlier tensors still usable',
  ),
  row('autograd', 'backward on a non-scalar without a cotangent', 'GradError', 'the shape'),
  row('autograd', 'backward twice through a freed graph', 'GradError', 'how to retain it'),
  row(
    'autograd',
    'in-place update of a tensor saved for backward',
    'GradError, or documented as impossible by design',
    'never a silently wrong gradient',
  ),
  row('layers', 'LSTM input last dim != input_size', 'ShapeError', 'layer name, expected and got'),
  row('layers', 'h0 / c0 of the wrong layers*directions, batch or hidden size', 'ShapeError', 'expected and got'),
  row(
    'layers',
    'hidden_size 0 or negative; num_layers 0; dropout outside [0,1]; proj_size >= hidden_size; embed_dim not divisible by num_heads',
    'ArgumentError',
    'the value and the rule',
  ),
  row(
    'layers',
    'sequence lengths: negative, fractional, > T, or count != batch (0 is legal)',
    'ArgumentError',
    'the offending length',
  ),
  row('layers', 'attention mask not broadcastable to [B,h,L,S]', 'ShapeError', 'both shapes'),
  row('loss', 'class target out of range and != ignore_index', 'IndexError', 'target, position, class count'),
  row('loss', 'CTC: blank index inside the targets', 'ArgumentError', 'position'),
  row('loss', 'pred and target shapes differ (no silent broadcast in MSE/BCE)', 'ShapeError', 'both shapes'),
  row('optim', 'negative lr / beta outside [0,1) / nesterov without momentum', 'ArgumentError', 'the value'),
  row('state', 'load state with a missing / unexpected key', 'StateError (strict)', 'every such key, sorted'),
  row(
    'state',
    'load state with a wrong shape or dtype',
    'StateError',
    'key, expected, got; nothing loaded (all or nothing)',
  ),
  row('state', 'resume from a checkpoint of another optimizer / config / library version', 'StateError', 'both'),
  row(
    'state',
    'save to a path in a missing directory, read-only file, full disk',
    'IOError',
    'path; the previous file intact',
  ),
  row(
    'data',
    'text with a lone surrogate, NUL, BOM, CRLF, combining marks, emoji ZWJ',
    'round-trips (decode(encode(x)) == x) or is documented as normalised',
    '',
  ),
  row('data', 'CSV with a missing cell / wrong column count / unterminated quote', 'DataError', 'line and column'),
  row('data', 'batch_size 0; empty data set; drop_last leaves nothing', 'ArgumentError', 'sizes'),
  row(
    'decode',
    'beam width 0, temperature <= 0, top_k 0, top_p outside (0,1], max length 0',
    'ArgumentError',
    'the value',
  ),
  row('metrics', 'hypothesis and reference lists of different length', 'ArgumentError', 'both lengths'),
  row(
    'api',
    'wrong JS type (null, undefined, string for number, plain array for tensor)',
    'TypeError',
    'argument name, expected and got',
  ),
];
