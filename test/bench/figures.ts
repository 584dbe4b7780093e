/** One thing that was measured, round by round. Milliseconds. */
export interface Measured {
  readonly what: string;
  /** The least that it can take, measured in the same run. */
  readonly floor: readonly number[];
  readonly product: readonly number[];
  /** What DESIGN.md §9 allows. */
  readonly budgetMs: number;
  /** What of the figures is held against the budget. */
  readonly against: 'product' | 'product minus floor';
}

/** The figures that are printed. */
export interface Line {
  readonly what: string;
  readonly rounds: number;
  readonly floorMs: number;
  readonly productMs: number;
  readonly ratio: number;
  /** What is held against the budget. */
  readonly ownMs: number;
  readonly budgetMs: number;
  readonly withinBudget: boolean;
}

/** The medians of a measurement, and whether they keep the budget. */
export function lineOf({ what, floor, product, budgetMs, against }: Measured): Line {
  const floorMs = median(floor);
  const productMs = median(product);
  const ownMs = against === 'product' ? productMs : productMs - floorMs;
  return {
    what,
    rounds: product.length,
    floorMs,
    productMs,
    ratio: productMs / floorMs,
    ownMs,
    budgetMs,
    withinBudget: ownMs <= budgetMs,
  };
}

/** The value in the middle. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
