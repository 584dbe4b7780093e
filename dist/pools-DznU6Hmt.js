import { t as toPools } from "./pools-ab0gLJzX.js";

export { toPools };