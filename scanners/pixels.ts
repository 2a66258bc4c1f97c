/**
 * Grey pictures and their shape: smaller, larger, turned, cut out. The twin of what Pillow does on the server; no two
 * libraries round alike, so the twins agree in what is read, not in every level.
 */

/** Levels from 0 (black) to 255, row by row. What is written to them is rounded and kept in that range by the array. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly levels: Uint8ClampedArray;
}

/** Left, top, right, bottom in pixels; right and bottom are outside. */
export type Box = readonly [left: number, top: number, right: number, bottom: number];

export const PAPER = 255;

export const longestOf = ({ width, height }: Pick<Grey, "width" | "height">): number =>
  Math.max(width, height);

export function cropped({ width, levels }: Grey, [left, top, right, bottom]: Box): Grey {
  const [wide, high] = [right - left, bottom - top];
  const cut = new Uint8ClampedArray(wide * high);
  for (let row = 0; row < high; row += 1) {
    const from = (top + row) * width + left;
    cut.set(levels.subarray(from, from + wide), row * wide);
  }
  return { width: wide, height: high, levels: cut };
}

/** The mean of each square of `factor` pixels; what is left over at the right and below is a square cut short. */
export function reduced(picture: Grey, factor: number): Grey {
  if (factor <= 1) return picture;
  const { width, height, levels } = picture;
  const [wide, high] = [Math.ceil(width / factor), Math.ceil(height / factor)];
  const small = new Uint8ClampedArray(wide * high);
  const sums = new Float64Array(wide);
  for (let row = 0; row < high; row += 1) {
    const [top, bottom] = [row * factor, Math.min(height, (row + 1) * factor)];
    sums.fill(0);
    for (let y = top; y < bottom; y += 1) {
      for (let x = 0, column = 0, left = factor; x < width; x += 1, left -= 1) {
        if (left === 0) {
          column += 1;
          left = factor;
        }
        sums[column] = (sums[column] ?? 0) + (levels[y * width + x] ?? 0);
      }
    }
    for (let column = 0; column < wide; column += 1) {
      const count = (bottom - top) * (Math.min(width, (column + 1) * factor) - column * factor);
      small[row * wide + column] = (sums[column] ?? 0) / count;
    }
  }
  return { width: wide, height: high, levels: small };
}

/** How far a source pixel counts, by its distance in target pixels or, when enlarging, in source pixels. */
interface Kernel {
  readonly reach: number;
  readonly weight: (distance: number) => number;
}

export const BOX: Kernel = { reach: 0.5, weight: (distance) => (distance > -0.5 && distance <= 0.5 ? 1 : 0) };
export const BILINEAR: Kernel = { reach: 1, weight: (distance) => Math.max(0, 1 - Math.abs(distance)) };
export const LANCZOS: Kernel = {
  reach: 3,
  weight: (distance) => (Math.abs(distance) < 3 ? sinc(distance) * sinc(distance / 3) : 0),
};

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

export function resized(picture: Grey, width: number, height: number, kernel: Kernel): Grey {
  const across = withRows(picture, width, kernel);
  return transposed(withRows(transposed(across), height, kernel));
}

/** The picture with every row made `wide` pixels long. */
function withRows(picture: Grey, wide: number, { reach, weight }: Kernel): Grey {
  const { width, height, levels } = picture;
  if (wide === width) return picture;
  const scale = width / wide;
  const blur = Math.max(1, scale);
  const taps = Math.ceil(2 * reach * blur) + 1;
  const firsts = new Int32Array(wide);
  const counts = new Int32Array(wide);
  const weights = new Float64Array(wide * taps);
  for (let x = 0; x < wide; x += 1) {
    const middle = (x + 0.5) * scale;
    const first = Math.max(0, Math.round(middle - reach * blur));
    const last = Math.min(width, Math.round(middle + reach * blur));
    const own = Array.from({ length: last - first }, (_, at) => weight((first + at + 0.5 - middle) / blur));
    const sum = own.reduce((one, other) => one + other, 0);
    firsts[x] = first;
    counts[x] = own.length;
    own.forEach((one, at) => {
      weights[x * taps + at] = one / sum;
    });
  }
  const target = new Uint8ClampedArray(wide * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < wide; x += 1) {
      const from = y * width + (firsts[x] ?? 0);
      const count = counts[x] ?? 0;
      let sum = 0;
      for (let at = 0; at < count; at += 1) sum += (weights[x * taps + at] ?? 0) * (levels[from + at] ?? 0);
      target[y * wide + x] = sum;
    }
  }
  return { width: wide, height, levels: target };
}

/** Side of the squares in which rows and columns are exchanged: what is read and written stays in the processor's cache. */
const TILE = 32;

export function transposed({ width, height, levels }: Grey): Grey {
  const target = new Uint8ClampedArray(width * height);
  for (let top = 0; top < height; top += TILE) {
    const bottom = Math.min(height, top + TILE);
    for (let left = 0; left < width; left += TILE) {
      const right = Math.min(width, left + TILE);
      for (let x = left; x < right; x += 1) {
        for (let y = top; y < bottom; y += 1) target[x * height + y] = levels[y * width + x] ?? 0;
      }
    }
  }
  return { width: height, height: width, levels: target };
}

/** Its longer side at most `side`. */
export function atSide(picture: Grey, side: number): Grey {
  const smaller = reduced(picture, Math.max(1, Math.floor(longestOf(picture) / side)));
  const scale = side / longestOf(smaller);
  if (scale >= 1) return smaller;
  const [width, height] = [smaller.width, smaller.height].map((length) =>
    Math.max(1, Math.round(length * scale)),
  );
  return resized(smaller, width ?? 1, height ?? 1, BOX);
}

/** `times` as large, but no side beyond `side`; the same picture where that adds next to nothing. */
export function enlarged(picture: Grey, times: number, side: number): Grey {
  const factor = Math.min(times, side / longestOf(picture));
  if (factor <= 1.05) return picture;
  const { width, height } = picture;
  return resized(
    picture,
    Math.max(1, Math.round(width * factor)),
    Math.max(1, Math.round(height * factor)),
    LANCZOS,
  );
}

/** Counterclockwise, on paper as large as that needs. */
export function turned({ width, height, levels }: Grey, degrees: number): Grey {
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const wide = Math.ceil(width * Math.abs(cos) + height * Math.abs(sin));
  const high = Math.ceil(width * Math.abs(sin) + height * Math.abs(cos));
  const target = new Uint8ClampedArray(wide * high).fill(PAPER);
  for (let y = 0; y < high; y += 1) {
    const [fromMiddleX, fromMiddleY] = [0.5 - wide / 2, y + 0.5 - high / 2];
    let sourceX = width / 2 + fromMiddleX * cos - fromMiddleY * sin - 0.5;
    let sourceY = height / 2 + fromMiddleX * sin + fromMiddleY * cos - 0.5;
    for (let x = 0; x < wide; x += 1, sourceX += cos, sourceY += sin) {
      if (sourceX < -0.5 || sourceY < -0.5 || sourceX >= width - 0.5 || sourceY >= height - 0.5) continue;
      const left = sourceX < 0 ? 0 : Math.floor(sourceX);
      const top = sourceY < 0 ? 0 : Math.floor(sourceY);
      const from = top * width + left;
      const right = left + 1 < width ? 1 : 0;
      const below = top + 1 < height ? width : 0;
      const shareX = sourceX < 0 ? 0 : sourceX - left;
      const shareY = sourceY < 0 ? 0 : sourceY - top;
      const upper = (levels[from] ?? 0) * (1 - shareX) + (levels[from + right] ?? 0) * shareX;
      const lower = (levels[from + below] ?? 0) * (1 - shareX) + (levels[from + below + right] ?? 0) * shareX;
      target[y * wide + x] = upper * (1 - shareY) + lower * shareY;
    }
  }
  return { width: wide, height: high, levels: target };
}

/** As if the label were taken off a tube whose axis runs down the middle: the sides become wider. */
export function unrolled({ width, height, levels }: Grey, tube: number, wider: number): Grey {
  const wide = Math.round(width * wider);
  const reach = Math.asin(tube);
  const target = new Uint8ClampedArray(wide * height);
  for (let x = 0; x < wide; x += 1) {
    const source = (width / 2) * (1 + Math.sin(((2 * x) / wide - 1) * reach) / tube);
    const left = Math.min(width - 1, Math.floor(source));
    const right = Math.min(width - 1, left + 1);
    const share = source - left;
    for (let y = 0; y < height; y += 1) {
      const [one, other] = [levels[y * width + left] ?? 0, levels[y * width + right] ?? 0];
      target[y * wide + x] = one * (1 - share) + other * share;
    }
  }
  return { width: wide, height, levels: target };
}
