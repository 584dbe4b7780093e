import { t as toPools } from "./pools-DNrmOLNh.js";

export { toPools };