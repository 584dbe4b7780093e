import { z } from 'zod';

const units = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** No job of GitHub runs longer than 5 days (reference/github-runners.md §5.6). */
const longestDays = 7;

/** A duration as people write it (`90s`, `20m`, `6h`, `2d`); parsed to milliseconds. */
export const duration = z
  .string()
  .regex(/^[1-9]\d{0,5}[smhd]$/, {
    error: 'is no duration: write a whole number and a unit, such as 90s, 20m, 6h or 2d',
    abort: true,
  })
  .refine((text) => milliseconds(text) <= longestDays * 86_400_000, {
    error: `is too long: at most ${String(longestDays)}d`,
    abort: true,
  })
  .transform(milliseconds);

function milliseconds(text: string): number {
  return Number.parseInt(text, 10) * (units.get(text.slice(-1)) ?? 0);
}
