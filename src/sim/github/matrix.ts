/** One combination of a matrix. */
export type Combination = Readonly<Record<string, unknown>>;

/**
 * The combinations of `strategy.matrix` as GitHub makes them: the product of the axes, without what `exclude` names;
 * an `include` entry extends the combinations it contradicts in no axis, or becomes a combination of its own.
 */
export function combinations(matrix: unknown): Combination[] {
  const { include, exclude, ...axes } = asRecord(matrix);
  const product = multiply(Object.entries(axes)).filter(
    (combination) => !asList(exclude).some((entry) => agrees(combination, entry, Object.keys(entry))),
  );
  const extended: Combination[] = [...product];
  const added: Combination[] = [];
  for (const entry of asList(include)) {
    const shared = Object.keys(entry).filter((key) => key in axes);
    const hits = [...product.keys()].filter((index) => agrees(product[index] ?? {}, entry, shared));
    if (hits.length === 0) added.push(entry);
    for (const index of hits) extended[index] = { ...extended[index], ...entry };
  }
  return [...extended, ...added];
}

/** `build (1, macos)`: the name of a job and the values of its combination. */
export function displayName(name: string, combination: Combination): string {
  const values = leaves(combination);
  return values.length === 0 ? name : `${name} (${values.join(', ')})`;
}

function multiply(axes: readonly [string, unknown][]): Combination[] {
  if (axes.length === 0) return [];
  return axes.reduce<Combination[]>(
    (product, [name, values]) =>
      product.flatMap((combination) =>
        (Array.isArray(values) ? values : [values]).map((value: unknown) =>
          Object.assign({}, combination, { [name]: value }),
        ),
      ),
    [{}],
  );
}

function agrees(combination: Combination, entry: Combination, keys: readonly string[]): boolean {
  return keys.every((key) => JSON.stringify(combination[key]) === JSON.stringify(entry[key]));
}

function leaves(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leaves);
  return [String(value)];
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function asList(value: unknown): Combination[] {
  return Array.isArray(value) ? value.map(asRecord) : [];
}
