// src/sim/tart/output.ts
/** Prints objects as Swift's JSON encoder does: a space before the colon, escaped slashes, keys in any order. */
function formatJson(value) {
	if (!isRows(value)) return formatObject(value, "");
	return `[\n${value.map((row) => `  ${formatObject(row, "  ")}`).join(",\n")}\n]`;
}
/** Prints a table: a header, and columns as wide as their widest cell. */
function formatTable(header, rows) {
	const lines = [header, ...rows.map((row) => header.map((key) => String(row[key] ?? "")))];
	const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
	return lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" ").trimEnd()).join("\n");
}
function isRows(value) {
	return Array.isArray(value);
}
function formatObject(row, indent) {
	return `{\n${shuffled(Object.entries(row)).map(([key, cell]) => {
		return `${indent}  ${JSON.stringify(key)} : ${JSON.stringify(cell).replaceAll("/", String.raw`\/`)}`;
	}).join(",\n")}\n${indent}}`;
}
function shuffled(items) {
	return items.map((item) => ({
		item,
		order: Math.random()
	})).toSorted((one, other) => one.order - other.order).map(({ item }) => item);
}

export { formatTable as n, formatJson as t };